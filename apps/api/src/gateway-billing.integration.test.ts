import { randomUUID } from "node:crypto";
import { defineQuery } from "@plumbline/clickhouse/client";
import type { IngestEvent, IngestSource } from "@plumbline/contracts/events";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { systemClock } from "@plumbline/runtime/clock";
import { reconcileGatewayBilling } from "@plumbline/services/gateway-billing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const dayUs = 86_400_000_000;

interface Call {
  recorder: "gateway" | "otlp" | "langfuse";
  responseId: string;
  /** Days before now. */
  age: number;
  hasUsage: boolean;
}

const call: fc.Arbitrary<Call> = fc.record({
  recorder: fc.constantFrom("gateway", "otlp", "langfuse"),
  responseId: fc.constantFrom("", "resp-1", "resp-2"),
  age: fc.constantFrom(0.1, 0.5, 1.3, 1.6),
  hasUsage: fc.boolean(),
});

const nowUs = Date.now() * 1_000;
const startOf = ({ age }: Call): number => Math.round(nowUs - age * dayUs);

function eventOf(subject: Call, index: number): IngestEvent {
  const fields = {
    kind: "GENERATION",
    name: `call ${index}`,
    modelUsed: "gpt-4o",
    startTimeUs: startOf(subject),
    endTimeUs: startOf(subject) + 1_000_000,
    ...(subject.responseId === "" ? {} : { responseId: subject.responseId }),
    ...(subject.hasUsage ? { usageDetails: { input: 500, output: 300 } } : {}),
  } as const;
  const ids = { traceId: `trace-${index}`, spanId: `span-${index}` };
  return subject.recorder === "langfuse"
    ? { type: "part", eventId: randomUUID(), op: "create", timeUs: nowUs, ...ids, fields: { ...fields } }
    : { type: "span", ...ids, fields: { ...fields } };
}

const billingOf = defineQuery({
  name: "test.billing",
  params: z.object({ projectId: z.string() }),
  row: z.object({ id: z.string(), billable: z.boolean(), reason: z.string(), cost: z.string().nullable() }),
  sql: `SELECT span_id AS id, billable, billable_reason AS reason, cost FROM spans FINAL
    WHERE project_id = {projectId:String} ORDER BY id`,
});

async function accept(projectId: string, source: IngestSource, event: IngestEvent): Promise<void> {
  const deps = { journal: api.journal, clock: systemClock };
  expect((await acceptEvents(deps, { projectId, source, events: [event] })).rejected).toEqual([]);
}

/** Counts: the gateway's own, and whatever it did not record within a day of it. */
function isPaid(subject: Call, all: readonly Call[]): boolean {
  if (!subject.hasUsage) return false;
  if (subject.recorder === "gateway" || subject.responseId === "") return true;
  return !all.some(
    (other) =>
      other.recorder === "gateway" &&
      other.hasUsage &&
      other.responseId === subject.responseId &&
      Math.abs(startOf(other) - startOf(subject)) <= dayUs,
  );
}

test("a call that two recorded is paid once, in whatever order they report", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 2, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      async (calls, reconcileAfter) => {
        const projectId = await createProject(api.db);
        for (const [index, subject] of calls.entries()) {
          await accept(projectId, subject.recorder, eventOf(subject, index));
          if (!reconcileAfter[index]) continue;
          await api.drained();
          await reconcileGatewayBilling(api.ctx, { days: 2 });
        }
        await api.drained();
        await reconcileGatewayBilling(api.ctx, { days: 2 });
        const stored = await api.clickhouse.query(billingOf, { projectId });
        expect(stored.map(({ id, billable }) => ({ id, billable }))).toEqual(
          calls.map((subject, index) => ({ id: `span-${index}`, billable: isPaid(subject, calls) })),
        );
        for (const [index, subject] of calls.entries()) {
          const row = stored[index];
          if (!subject.hasUsage || row === undefined) continue;
          expect(row.cost).toBe("0.00425");
          expect(row.reason).toBe(row.billable ? "leaf" : "also-recorded-by-gateway");
        }
        // Once more finds nothing, and another tenant's project is not touched.
        expect(await reconcileGatewayBilling(api.ctx, { days: 2 })).toEqual({ projects: 0, spans: 0 });
        await api.db.project.delete({ where: { id: projectId } });
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});

test("the same response id in two projects is two calls", async () => {
  const [one, other] = [await createProject(api.db), await createProject(api.db)];
  const recorded = { responseId: "resp-9", age: 0.1, hasUsage: true } as const;
  await accept(one, "gateway", eventOf({ ...recorded, recorder: "gateway" }, 1));
  await accept(other, "otlp", eventOf({ ...recorded, recorder: "otlp" }, 2));
  await api.drained();
  expect((await reconcileGatewayBilling(api.ctx, { days: 2 })).spans).toBe(0);
  expect(await api.clickhouse.query(billingOf, { projectId: other })).toMatchObject([{ billable: true }]);
});
