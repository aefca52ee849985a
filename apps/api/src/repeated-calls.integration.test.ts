import { defineQuery } from "@plumbline/clickhouse/client";
import type { CompleteSpanEvent, IngestSource, SpanKind } from "@plumbline/contracts/events";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { systemClock } from "@plumbline/runtime/clock";
import { reconcileRepeatedCalls } from "@plumbline/services/repeated-calls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const startUs = Date.now() * 1_000 - 60_000_000;
const usage = { input: 500, output: 300 };
const reach = { days: 2, minutes: 15 };

interface Given {
  kind?: SpanKind;
  parent?: string;
  usage?: Record<string, number>;
  source?: IngestSource;
  scope?: string;
  responseId?: string;
}

async function accept(projectId: string, spanId: string, given: Given): Promise<void> {
  const event: CompleteSpanEvent = {
    type: "span",
    traceId: "trace",
    spanId,
    fields: {
      kind: given.kind ?? "GENERATION",
      name: spanId,
      scopeName: given.scope ?? `of ${spanId}`,
      ...(given.responseId === undefined ? {} : { responseId: given.responseId }),
      modelUsed: "gpt-4o",
      startTimeUs: startUs,
      endTimeUs: startUs + 1_000_000,
      ...(given.parent === undefined ? {} : { parentSpanId: given.parent }),
      ...(given.usage === undefined ? {} : { usageDetails: given.usage }),
    },
  };
  const deps = { journal: api.journal, clock: systemClock };
  const request = { projectId, source: given.source ?? ("otlp" as const), events: [event] };
  expect((await acceptEvents(deps, request)).rejected).toEqual([]);
}

const paidSpans = defineQuery({
  name: "test.paid",
  params: z.object({ projectId: z.string() }),
  row: z.object({ id: z.string(), billable: z.boolean(), reason: z.string() }),
  sql: `SELECT span_id AS id, billable, billable_reason AS reason FROM spans FINAL
    WHERE project_id = {projectId:String} ORDER BY id`,
});

async function paidIn(projectId: string): Promise<string[]> {
  const rows = await api.clickhouse.query(paidSpans, { projectId });
  return rows.filter(({ billable }) => billable).map(({ id }) => id);
}

test.each([["a", "b"] as const, ["b", "a"] as const])(
  "of a call and the call within it the inner one is paid, %s first",
  async (first, second) => {
    const projectId = await createProject(api.db);
    const spans = { a: { usage }, b: { usage, parent: "a" } };
    await accept(projectId, first, spans[first]);
    await api.drained();
    await reconcileRepeatedCalls(api.ctx, reach);
    await accept(projectId, second, spans[second]);
    await api.drained();
    await reconcileRepeatedCalls(api.ctx, reach);
    expect(await api.clickhouse.query(paidSpans, { projectId })).toEqual([
      { id: "a", billable: false, reason: "repeats-children" },
      { id: "b", billable: true, reason: "leaf" },
    ]);
    expect(await reconcileRepeatedCalls(api.ctx, reach)).toEqual({ projects: 0, spans: 0 });
  },
);

test("three deep, only the innermost is paid", async () => {
  const projectId = await createProject(api.db);
  await accept(projectId, "a", { usage });
  await accept(projectId, "b", { usage, parent: "a" });
  await accept(projectId, "c", { usage, parent: "b" });
  await api.drained();
  await reconcileRepeatedCalls(api.ctx, reach);
  expect(await paidIn(projectId)).toEqual(["c"]);
});

test.each<[string, Given, Given]>([
  ["an inner call that does not know its usage", { usage }, { parent: "a" }],
  ["one instrumentation alone", { usage, scope: "x" }, { usage, parent: "a", scope: "x" }],
  ["another answer", { usage, responseId: "r1" }, { usage, parent: "a", responseId: "r2" }],
  ["a call that is no child", { usage }, { usage, parent: "elsewhere" }],
  ["Langfuse's own protocol", { usage, source: "langfuse" }, { usage, parent: "a", source: "langfuse" }],
])("%s leaves the outer one as it is", async (_name, outer, inner) => {
  const projectId = await createProject(api.db);
  await accept(projectId, "a", outer);
  await accept(projectId, "b", inner);
  await api.drained();
  await reconcileRepeatedCalls(api.ctx, reach);
  expect(await paidIn(projectId)).toContain("a");
});

test("a tool between two calls makes them two", async () => {
  const projectId = await createProject(api.db);
  await accept(projectId, "a", { usage });
  await accept(projectId, "t", { kind: "TOOL", parent: "a" });
  await accept(projectId, "b", { usage, parent: "t" });
  await api.drained();
  await reconcileRepeatedCalls(api.ctx, reach);
  expect(await paidIn(projectId)).toEqual(["a", "b"]);
});
