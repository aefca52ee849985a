import { setDeadLetterDays } from "@plumbline/services/project";
import {
  exportRejectedEvents,
  getRejectedEvent,
  groupRejectedEvents,
  listRejectedEvents,
} from "@plumbline/services/rejected-event";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
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

const post = (path: string, body: string | Buffer, contentType = "application/json") =>
  api.call(path, { method: "POST", headers: { "content-type": contentType }, body });

const spanRequest = (spanId: string, input: string) => {
  const nowNs = `${Date.now()}000000`;
  const times = { startTimeUnixNano: nowNs, endTimeUnixNano: nowNs };
  const attributes = [{ key: "input.value", value: { stringValue: input } }];
  const span = { traceId: "5bf92f3577b34da6a3ce929d0e0e4736", spanId, name: "call", ...times, attributes };
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
};

const only = async (code: string) => {
  await api.drained();
  const { rows } = await listRejectedEvents(api.ctx, { projectId: api.projectId, code });
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} events of ${code}`);
  return row;
};

async function inputOf(spanId: string): Promise<string | undefined> {
  await api.drained();
  const answer = await api.call(`/api/public/observations/${spanId}`);
  return answer.status === 200 ? ((await answer.json()) as { input?: string }).input : undefined;
}

describe("a refused event that its client sends again", () => {
  test("is one row that says when it came first and last, and how often", async () => {
    const body = JSON.stringify({ batch: [{ id: "again", type: "no-such-type", body: { n: 1 } }] });
    const before = Date.now();
    for (let round = 0; round < 3; round++) {
      expect((await post("/api/public/ingestion", body)).status).toBe(207);
      await api.drained();
    }
    const row = await only("event.unknown_type");
    expect(row).toMatchObject({ eventId: "again", times: 3, replayed: false });
    expect(Date.parse(row.firstSeenAt)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(row.firstSeenAt)).toBeLessThan(Date.parse(row.receivedAt));
    expect(await groupRejectedEvents(api.ctx, { projectId: api.projectId })).toMatchObject([{ total: 1 }]);
  });

  test("is one row too when it has no id, or cannot be read at all", async () => {
    const anonymous = JSON.stringify({ batch: [{ type: "no-such-thing", body: { text: "x" } }] });
    for (const [path, body] of [
      ["/api/public/ingestion", anonymous],
      ["/v1/traces", '{"resourceSpans": [{'],
    ] as const) {
      for (let round = 0; round < 2; round++) await post(path, body);
    }
    expect(await only("request.malformed")).toMatchObject({ times: 2, door: "otlp-traces:json" });
    await api.drained();
    const { rows } = await listRejectedEvents(api.ctx, { projectId: api.projectId, text: "no-such-thing" });
    expect(rows).toMatchObject([{ times: 2 }]);
  });

  test("stands open again when it is refused after a replay of it", async () => {
    const at = () =>
      api.clickhouse.command("ALTER TABLE spans ADD CONSTRAINT odd CHECK NOT startsWith(span_id, 'abad')");
    await at();
    const body = spanRequest("abad000000000001", "x");
    await post("/v1/traces", body);
    await api.drained();
    await api.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT odd");
    expect(await replay(api, { code: "drain.violated_constraint" })).toMatchObject({ taken: 1 });
    expect(await only("drain.violated_constraint")).toMatchObject({ replayed: true });
    await at();
    await post("/v1/traces", body);
    expect(await only("drain.violated_constraint")).toMatchObject({ replayed: false, times: 2 });
    await api.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT odd");
    expect(await replay(api, { code: "drain.violated_constraint" })).toMatchObject({ taken: 1 });
  });
});

describe("a large event", () => {
  test("of more than 64 KiB is kept whole and replayed whole", async () => {
    await api.clickhouse.command(
      "ALTER TABLE spans ADD CONSTRAINT large CHECK NOT startsWith(span_id, 'b16')",
    );
    const input = "größer ".repeat(60_000);
    await post("/v1/traces", spanRequest("b160000000000001", input));
    await post("/v1/traces", spanRequest("b160000000000002", input.repeat(3)));
    await api.drained();
    const { rows } = await listRejectedEvents(api.ctx, { projectId: api.projectId, text: "b16000000" });
    const sizes = new Map(rows.map((row) => [row.eventId.slice(-1), row]));
    expect(sizes.get("1")?.raw.length).toBe(65_536);
    expect(sizes.get("1")?.rawSize).toBeGreaterThan(input.length);
    await api.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT large");
    const result = await replay(api, { text: "b16000000" });
    expect(result).toMatchObject({ total: 2, taken: 1, refusals: [{ code: "replay.cut", count: 1 }] });
    expect(result.refusals[0]?.reason).toMatch(/first 1048576 of its 12\d{5} characters/);
    expect(await inputOf("b160000000000001")).toBe(input);
    expect(await inputOf("b160000000000002")).toBeUndefined();
  });
});

describe("a request that cannot be read", () => {
  const broken = Buffer.concat([
    Buffer.from([0x0a, 0xff, 0xff]),
    Buffer.from("sk-lf-0123456789abcdef"),
    Buffer.from([0, 0xfe]),
  ]);

  test("is kept with its bytes, secrets apart, and refused again as long as it cannot", async () => {
    await post("/v1/traces", broken, "application/x-protobuf");
    await api.drained();
    const filter = { text: "not an OTLP" };
    const { rows } = await listRejectedEvents(api.ctx, { projectId: api.projectId, ...filter });
    const row = rows.find(({ door }) => door === "otlp-traces:protobuf");
    expect(row).toMatchObject({ code: "request.malformed", bodySize: broken.length });
    const eventId = row?.eventId ?? "";
    const kept = async () => (await getRejectedEvent(api.ctx, { projectId: api.projectId, eventId })).body;
    const masked = Buffer.from(
      broken.toString("latin1").replace(/sk-[\w-]+/, (key) => "*".repeat(key.length)),
      "latin1",
    );
    expect(await kept()).toBe(masked.toString("base64"));
    const result = await replay(api, { eventId });
    expect(result).toMatchObject({ taken: 0, refusals: [{ code: "request.malformed", count: 1 }] });
    expect(await kept()).toBe(masked.toString("base64"));
  });

  test("is stored by a replay once the decoder reads it", async () => {
    const stored: Array<[door: string, body: string]> = [
      ["otlp-traces:json", spanRequest("dec0000000000001", "hello")],
      [
        "langfuse-batch",
        JSON.stringify({
          batch: [
            {
              id: "e1",
              type: "span-create",
              timestamp: new Date().toISOString(),
              body: { id: "dec2", traceId: "t" },
            },
            { id: "e2", type: "no-such-type", body: {} },
          ],
        }),
      ],
    ];
    for (const [door, body] of stored) {
      // As an older decoder left it.
      await api.clickhouse.command(`INSERT INTO dead_letters (project_id, event_id, received_at, source, stage, code,
        reason, raw, raw_size, door, body, body_size, row_version)
        VALUES ('${api.projectId}', 'kept ${door}', now64(6), '${door.startsWith("otlp") ? "otlp" : "langfuse"}',
          'accept', 'request.malformed', 'old decoder', '', 0, '${door}',
          base64Decode('${Buffer.from(body).toString("base64")}'), ${Buffer.byteLength(body)}, 1)`);
    }
    const result = await replay(api, { text: "old decoder" });
    expect(result).toMatchObject({ total: 2, refusals: [{ code: "event.unknown_type", count: 1 }] });
    expect(await inputOf("dec0000000000001")).toBe("hello");
    expect((await api.call("/api/public/observations/dec2")).status).toBe(200);
    expect(await replay(api, { text: "e2" }).catch(() => null)).not.toBeNull();
  });

  test("says plainly where its protocol cannot be replayed, and where not all of it was kept", async () => {
    await post("/runs/batch", "{ not json");
    const large = `{"resourceSpans": [{ ${" ".repeat(1_100_000)}`;
    await post("/v1/traces", large);
    await api.drained();
    const { rows } = await listRejectedEvents(api.ctx, {
      projectId: api.projectId,
      code: "request.malformed",
    });
    const other = rows.find(({ door }) => door === "other");
    const cut = rows.find(({ bodySize }) => bodySize === large.length);
    const codeOf = async (eventId = "none") => (await replay(api, { eventId })).refusals[0]?.code;
    expect(await codeOf(other?.eventId)).toBe("replay.not_supported");
    expect(await codeOf(cut?.eventId)).toBe("replay.cut");
  });
});

describe("how long they are kept", () => {
  const owner = async () => {
    const { organizationId } = await api.db.project.findUniqueOrThrow({ where: { id: api.projectId } });
    return { ...api.ctx, actor: { type: "system", name: "test" } as const, organizationId };
  };
  const letter = (id: string, daysAgo: number) =>
    api.clickhouse.command(`INSERT INTO dead_letters (project_id, event_id, received_at, source, stage, code, row_version)
      SELECT '${api.projectId}', '${id}', now64(6) - INTERVAL ${daysAgo} DAY, 'api', 'accept', 'aged', 1`);
  const aged = async () =>
    (await listRejectedEvents(api.ctx, { projectId: api.projectId, code: "aged" })).rows
      .map(({ eventId }) => eventId)
      .toSorted();

  test("is 30 days, or from 1 to 90 as the project says, at once and for what is there; written down", async () => {
    const { projectId } = api;
    await letter("d2", 2);
    await letter("d20", 20);
    await letter("d60", 60);
    expect(await aged()).toEqual(["d2", "d20"]);
    const ctx = await owner();
    await setDeadLetterDays(ctx, { projectId, deadLetterDays: 7 });
    expect(await aged()).toEqual(["d2"]);
    await expect(replay(api, { eventId: "d20" })).rejects.toMatchObject({ code: "invalid_request" });
    await expect(getRejectedEvent(api.ctx, { projectId, eventId: "d20" })).rejects.toMatchObject({
      code: "not_found",
    });
    await setDeadLetterDays(ctx, { projectId, deadLetterDays: 90 });
    expect(await aged()).toEqual(["d2", "d20", "d60"]);
    for (const deadLetterDays of [0, 91, 1.5]) {
      const refused = setDeadLetterDays(ctx, { projectId, deadLetterDays });
      await expect(refused).rejects.toMatchObject({ code: "invalid_request" });
    }
    const entries = await api.db.auditEntry.findMany({
      where: { projectId, action: "project.dead-letter-days-changed" },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ before, after }) => [before, after])).toEqual([
      [{ deadLetterDays: 30 }, { deadLetterDays: 7 }],
      [{ deadLetterDays: 7 }, { deadLetterDays: 90 }],
    ]);
  });
});

test("an export has everything that matches, whole, each once, newest first", async () => {
  const { projectId } = api;
  const batch = Array.from({ length: 450 }, (_none, index) => ({
    id: `x${index}`,
    type: "nope-export",
    body: {},
  }));
  await post("/api/public/ingestion", JSON.stringify({ batch }));
  const long = { id: "x-long", type: "nope-export", body: { text: "y".repeat(300_000) } };
  await post("/api/public/ingestion", JSON.stringify({ batch: [long] }));
  await api.drained();
  const rows = [];
  for await (const page of exportRejectedEvents(api.ctx, { projectId, text: "nope-export" }))
    rows.push(...page);
  expect(rows).toHaveLength(451);
  expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(451);
  const times = rows.map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(JSON.parse(rows.find(({ eventId }) => eventId === "x-long")?.raw ?? "")).toEqual(long);
});
