import { groupRejectedEvents } from "@plumbline/services/rejected-event";
import { requestReplay } from "@plumbline/services/replay";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, spanBytes } from "./otlp.fixture.ts";
import { replay, startTestReplays } from "./replays.fixture.ts";

let api: TestApi;
let replays: ReturnType<typeof startTestReplays>;

beforeAll(async () => {
  api = await startTestApi();
  replays = startTestReplays(api);
});
afterAll(async () => {
  await replays?.stop();
  await api?.close();
});

async function sendSpan(spanId: string): Promise<void> {
  const traceId = Buffer.from("4bf92f3577b34da6a3ce929d0e0e4736", "hex");
  const body = exportRequest([spanBytes({ traceId, spanId: Buffer.from(spanId, "hex") })]);
  const headers = { "content-type": "application/x-protobuf" };
  expect((await api.call("/v1/traces", { method: "POST", headers, body })).status).toBe(200);
}

async function sendBatch(...batch: object[]): Promise<void> {
  const answer = await api.call("/api/public/ingestion", { method: "POST", body: JSON.stringify({ batch }) });
  expect(answer.status).toBe(207);
}

const spanIds = async (): Promise<string[]> => {
  await api.drained();
  const answer = await api.call("/api/public/observations?limit=100");
  return ((await answer.json()) as { data: Array<{ id: string }> }).data.map(({ id }) => id).toSorted();
};
const groups = () => groupRejectedEvents(api.ctx, { projectId: api.projectId });

test("what the store refused is stored once after the cause is gone, whole spans and parts alike", async () => {
  const at = new Date().toISOString();
  await api.clickhouse.command("ALTER TABLE spans ADD CONSTRAINT odd CHECK NOT startsWith(span_id, 'bad')");
  await sendSpan("bad1000000000001");
  await sendSpan("aaaa000000000001");
  const part = (id: string, body: object) => ({ id: `${id}-e`, type: "span-create", timestamp: at, body });
  await sendBatch(part("bad-part", { id: "bad-part", traceId: "t", name: "part", startTime: at }));
  expect(await spanIds()).toEqual(["aaaa000000000001"]);
  expect(await groups()).toMatchObject([
    { code: "drain.violated_constraint", source: expect.any(String), total: 1 },
    { code: "drain.violated_constraint", total: 1 },
  ]);

  const again = await replay(api, { code: "drain.violated_constraint" });
  expect(again).toMatchObject({ total: 2, done: 2, taken: 0 });
  expect(again.refusals).toMatchObject([{ code: "drain.violated_constraint", count: 2 }]);
  expect((await groups()).reduce((sum, { total }) => sum + total, 0)).toBe(2);

  await api.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT odd");
  expect(await replay(api)).toMatchObject({ total: 2, done: 2, taken: 2, refusals: [] });
  expect(await spanIds()).toEqual(["aaaa000000000001", "bad-part", "bad1000000000001"]);
  expect(await groups()).toEqual([]);
  await expect(replay(api)).rejects.toMatchObject({ code: "invalid_request" });
});

test("what cannot be read is refused again with today's reason, and one event can be tried alone", async () => {
  const { projectId } = api;
  await sendBatch({ id: "unknown-1", type: "no-such-type", body: {} }, { id: "unknown-2", type: "nor-this" });
  await api.drained();
  const result = await replay(api, { eventId: "unknown-1" });
  expect(result).toMatchObject({ total: 1, done: 1, taken: 0 });
  expect(result.refusals).toMatchObject([{ code: "event.unknown_type", count: 1 }]);
  expect((await groups()).find(({ code }) => code === "event.unknown_type")?.total).toBe(2);
  const audit = await api.db.auditEntry.count({ where: { projectId, action: "replay.requested" } });
  expect(audit).toBeGreaterThan(2);
});

test("an event that claims to be decoded already is read like any other of its client", async () => {
  await sendBatch({ id: "sly", type: "span", traceId: "t", spanId: "sly", fields: { startTimeUs: 1 } });
  await api.drained();
  const result = await replay(api, { eventId: "sly" });
  expect(result.refusals).toMatchObject([{ code: "event.unknown_type", count: 1 }]);
  expect(await spanIds()).not.toContain("sly");
});

test("two replays of the same event store it once", async () => {
  await api.clickhouse.command("ALTER TABLE spans ADD CONSTRAINT odd CHECK NOT startsWith(span_id, 'fee')");
  await sendSpan("fee1000000000001");
  await api.drained();
  await api.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT odd");
  await replays.stop();
  const { projectId } = api;
  const filter = { code: "drain.violated_constraint" };
  const first = await requestReplay(api.ctx, { projectId, filter });
  const second = await requestReplay(api.ctx, { projectId, filter });
  replays = startTestReplays(api);
  for (const { id } of [first, second]) {
    await expect
      .poll(async () => (await api.db.replayRequest.findUnique({ where: { id } }))?.finishedAt ?? null)
      .not.toBeNull();
  }
  expect((await spanIds()).filter((id) => id === "fee1000000000001")).toHaveLength(1);
});
