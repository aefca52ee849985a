import { createTestDatabase } from "@plumbline/testing/engines";
import { type FaultWire, openFaultWire } from "@plumbline/testing/fault-wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, spanBytes } from "./otlp.fixture.ts";

let api: TestApi;
let wire: FaultWire;
beforeAll(async () => {
  const database = await createTestDatabase();
  wire = await openFaultWire(database.clickhouseUrl);
  api = await startTestApi({ database, clickhouseUrl: wire.url, journalBytes: 4 * 1024 * 1024 });
});
afterAll(async () => {
  await api?.close();
  await wire?.close();
});

const attributes = { padding: "x".repeat(150_000) };
const protobuf = { "content-type": "application/x-protobuf" };
const sendSpan = () =>
  api.call("/v1/traces", {
    method: "POST",
    headers: protobuf,
    body: exportRequest([spanBytes({ attributes })]),
  });
const score = { traceId: "t", name: "n", value: 1, comment: "x".repeat(150_000) };

test("at 90 % of its allowance every door answers 503 with Retry-After, and opens again by itself", async () => {
  await wire.cut();
  let acknowledged = 0;
  let refused: Response | null = null;
  for (let request = 0; request < 100 && refused === null; request++) {
    const answer = await sendSpan();
    if (answer.status === 200) acknowledged += 1;
    else refused = answer;
  }
  expect(acknowledged).toBeGreaterThan(15);
  expect([refused?.status, refused?.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(refused?.headers.get("content-type")).toBe("application/x-protobuf");
  // google.rpc.Status: code 14, UNAVAILABLE.
  expect(Buffer.from((await refused?.arrayBuffer()) ?? new ArrayBuffer(0)).subarray(0, 2)).toEqual(
    Buffer.from([8, 14]),
  );

  const batch = [{ id: "e", type: "score-create", timestamp: new Date().toISOString(), body: score }];
  for (const [path, body] of [
    ["/api/public/ingestion", { batch }],
    ["/api/public/scores", score],
  ] as const) {
    const answer = await api.call(path, { method: "POST", body: JSON.stringify(body) });
    expect([path, answer.status, answer.headers.get("retry-after")]).toEqual([path, 503, "10"]);
    expect(await answer.json()).toMatchObject({
      message: expect.stringContaining("disk"),
      error: "unavailable",
    });
  }
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  expect(metrics).toMatch(/^plumbline_journal_full(\{.*\})? 1$/m);
  expect(metrics).toMatch(/^plumbline_journal_allowance_bytes(\{.*\})? 4194304$/m);
  expect(metrics).toMatch(new RegExp(`^plumbline_journal_backlog_rows(\\{.*\\})? ${acknowledged}$`, "m"));

  await wire.mend();
  await api.drained();
  await expect.poll(async () => (await sendSpan()).status).toBe(200);
  await api.drained();
  const stored = (await (await api.call("/api/public/observations?limit=1")).json()) as {
    meta: { totalItems: number };
  };
  expect(stored.meta.totalItems).toBe(acknowledged + 1);
});
