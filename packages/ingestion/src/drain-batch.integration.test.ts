import { randomUUID } from "node:crypto";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import { applyRepricing } from "@plumbline/clickhouse/queries/repricing/apply";
import type { IngestEvent } from "@plumbline/contracts/events";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { baseUs, completeSpan, type DrainRig, openDrainRig, part } from "./drain.fixture.ts";
import { FaultFlood } from "./insert-rows.ts";

let rig: DrainRig;
let projectId: string;

beforeAll(async () => {
  rig = await openDrainRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  projectId = randomUUID();
});

async function freeze(events: IngestEvent[]): Promise<FrozenBatch> {
  await rig.accept(projectId, events);
  const [batch, ...more] = await rig.freezeAll();
  if (batch === undefined || more.length > 0) throw new Error("expected one batch");
  return batch;
}

async function drained(...events: IngestEvent[]): Promise<void> {
  const batch = await freeze(events);
  await rig.drain(batch);
  await rig.journal.release(batch.id);
}

function spans(columns: string): Promise<Array<Record<string, unknown>>> {
  return rig.select(
    `SELECT ${columns} FROM spans FINAL WHERE project_id = '${projectId}' ORDER BY trace_id, span_id`,
  );
}

/** With FINAL: what a reader counts. */
async function totals(): Promise<unknown> {
  const [row] = await rig.select(
    `SELECT count() AS n, sumIf(cost, billable) AS cost, sum(input_tokens) AS tokens
     FROM spans FINAL WHERE project_id = '${projectId}'`,
  );
  return row;
}

async function countOf(table: string, final = ""): Promise<unknown> {
  const [row] = await rig.select(
    `SELECT count() AS n FROM ${table} ${final} WHERE project_id = '${projectId}'`,
  );
  return row?.["n"];
}

/** A ClickHouse that goes away at one table. */
function failingAt(table: string): ClickHouse {
  return {
    ...rig.clickhouse,
    insertRowBinary: (name, columns, bytes, options) =>
      name === table
        ? Promise.reject(new Error("connection reset"))
        : rig.clickhouse.insertRowBinary(name, columns, bytes, options),
  };
}

const call = {
  kind: "GENERATION",
  modelUsed: "gpt-4o",
  usageDetails: { input: 1_000, output: 100 },
} as const;
/** gpt-4o: 2.50 USD and 10 USD per million tokens. */
const callCostUsd = "0.0035";

describe("a replay", () => {
  test("brings rows back that the server lost after it had noted their token", async () => {
    const batch = await freeze([completeSpan("lost", call)]);
    await rig.drain(batch);
    await rig.clickhouse.command(
      `ALTER TABLE spans DELETE WHERE project_id = '${projectId}' SETTINGS mutations_sync = 2`,
    );
    await rig.drain(batch);
    expect(await countOf("spans")).toBe(0);
    await rig.drain({ ...batch, replay: true });
    await rig.drain({ ...batch, replay: true });
    expect(await countOf("spans", "FINAL")).toBe(1);
    await rig.journal.release(batch.id);
  });

  test("does not undo a correction of a stored row, and a later word goes before it", async () => {
    const batch = await freeze([
      completeSpan("whole", call),
      part("parted", { ...call, startTimeUs: baseUs }),
    ]);
    await rig.drain(batch);
    const price = {
      cost: "9",
      inputCost: null,
      outputCost: null,
      costDetails: {},
      costSource: "computed",
      rateCardId: "corrected",
      billable: true,
      billableReason: "leaf",
    };
    const stored = await spans("span_id, toString(row_version) AS version");
    const changes = stored.map(({ span_id, version }) => ({
      startUs: baseUs,
      traceId: "trace",
      spanId: String(span_id),
      rowVersion: String(version),
      price,
    }));
    await applyRepricing(rig.clickhouse, { projectId, batchId: randomUUID() }, changes);
    await rig.drain({ ...batch, replay: true });
    await rig.journal.release(batch.id);
    expect(await totals()).toEqual({ n: 2, cost: "18", tokens: 2_000 });
    await drained(part("parted", { endTimeUs: baseUs + 7 }, { op: "update" }));
    expect(await totals()).toEqual({ n: 2, cost: "9.0035", tokens: 2_000 });
  });

  test("of the same batch, three times, leaves one row and the same sums", async () => {
    const batch = await freeze([
      completeSpan("whole", { ...call, endTimeUs: baseUs + 5 }),
      part("parted", { ...call, startTimeUs: baseUs }),
      part("parted", { endTimeUs: baseUs + 7 }, { op: "update" }),
    ]);
    for (let time = 0; time < 3; time++) await rig.drain(batch);
    expect(await totals()).toEqual({ n: 2, cost: "0.007", tokens: 2_000 });
    // Not even a second version to be merged: the tokens were known.
    expect(await countOf("spans")).toBe(2);
  });

  test("that the server no longer remembers still counts once", async () => {
    const batch = await freeze([
      completeSpan("whole", call),
      part("parted", { ...call, startTimeUs: baseUs }),
    ]);
    await rig.drain(batch);
    await rig.drain({ ...batch, id: `${batch.id}-forgotten` });
    expect(await totals()).toEqual({ n: 2, cost: "0.007", tokens: 2_000 });
  });

  test("after a crash between the parts and the row ends in the same row", async () => {
    const first = await freeze([part("s", { name: "first", startTimeUs: baseUs })]);
    await expect(rig.drain(first, failingAt("spans"))).rejects.toThrow("connection reset");
    expect(await countOf("span_parts")).toBeGreaterThan(0);
    expect(await countOf("spans")).toBe(0);
    const second = await freeze([part("s", { name: "second", endTimeUs: baseUs + 1 }, { op: "update" })]);
    await rig.drain(second);
    await rig.drain(first);
    expect(await spans("name, intDiv(row_version, 4096) AS row_version")).toEqual([
      { name: "second", row_version: 2 },
    ]);
  });

  test("whose fold has grown meanwhile is written again", async () => {
    const first = await freeze([part("s", { name: "first", startTimeUs: baseUs })]);
    const second = await freeze([part("s", { name: "second" }, { op: "update" })]);
    await rig.drain(first);
    await expect(rig.drain(second, failingAt("spans"))).rejects.toThrow("connection reset");
    await rig.drain(first);
    expect(await spans("name, intDiv(row_version, 4096) AS row_version")).toEqual([
      { name: "second", row_version: 2 },
    ]);
  });
});

describe("one batch", () => {
  test("collapses what it holds twice", async () => {
    const span = completeSpan("twice", call);
    const event = part("parted", { ...call, startTimeUs: baseUs });
    await drained(span, structuredClone(span), event, structuredClone(event));
    expect(await spans("span_id, toString(cost) AS cost, row_version > 0 AS ok")).toEqual([
      { span_id: "parted", cost: callCostUsd, ok: 1 },
      { span_id: "twice", cost: callCostUsd, ok: 1 },
    ]);
    expect(await countOf("span_io", "FINAL")).toBe(2);
  });

  test("keeps refused events with their reason, and the rest of it", async () => {
    const { rejected, accepted } = await rig.accept(projectId, [
      completeSpan("fine"),
      completeSpan(""),
      { ...part("p", {}), eventId: "late", fields: { startTimeUs: 1 } },
    ]);
    expect({ accepted, rejected: rejected.map(({ index, code }) => [index, code]) }).toEqual({
      accepted: 1,
      rejected: [
        [1, "span.missing_id"],
        [2, "span.time_out_of_range"],
      ],
    });
    for (const batch of await rig.freezeAll()) await rig.drain(batch);
    expect(
      await rig.select(
        `SELECT event_id, stage, code, raw LIKE '%startTimeUs%' AS kept
         FROM dead_letters FINAL WHERE project_id = '${projectId}' ORDER BY code`,
      ),
    ).toEqual([
      {
        event_id: expect.stringMatching(/^trace:[0-9a-f]{12}$/),
        stage: "accept",
        code: "span.missing_id",
        kept: 1,
      },
      { event_id: "late", stage: "accept", code: "span.time_out_of_range", kept: 1 },
    ]);
    expect(await countOf("spans")).toBe(1);
  });

  test("lets the latest word on a score win, in any order", async () => {
    const score = (timeUs: number, value: number): IngestEvent => ({
      type: "score",
      eventId: randomUUID(),
      timeUs,
      score: {
        id: "s",
        name: "quality",
        value,
        dataType: "NUMERIC",
        source: "API",
        traceId: "t",
        timestampUs: baseUs,
      },
    });
    await drained(score(baseUs + 2, 0.9));
    await drained(score(baseUs + 1, 0.1), score(baseUs, 0.5));
    expect(await rig.select(`SELECT id, value FROM scores FINAL WHERE project_id = '${projectId}'`)).toEqual([
      { id: "s", value: 0.9 },
    ]);
  });
});

describe("a start time that moves", () => {
  const monthUs = 31 * 86_400_000_000;

  test("leaves one row, in the other month", async () => {
    await drained(part("s", { ...call, startTimeUs: baseUs }));
    await drained(part("s", { startTimeUs: baseUs + monthUs }, { op: "update" }));
    expect(await totals()).toEqual({ n: 1, cost: callCostUsd, tokens: 1_000 });
    expect(await spans("toUnixTimestamp64Micro(start_time) AS us")).toEqual([{ us: baseUs + monthUs }]);
    expect(await countOf("span_io", "FINAL")).toBe(1);
  });

  test("and comes late takes the row away from its place without one", async () => {
    await drained(part("s", { endTimeUs: baseUs + 9 }, { op: "update", timeUs: baseUs + 10 }));
    expect(await spans("toUnixTimestamp64Micro(start_time) AS us")).toEqual([{ us: baseUs + 10 }]);
    await drained(part("s", { name: "known" }, { timeUs: baseUs + 3 }));
    expect(await spans("toUnixTimestamp64Micro(start_time) AS us")).toEqual([{ us: baseUs + 3 }]);
    await drained(part("s", { startTimeUs: baseUs }));
    expect(await spans("name, toUnixTimestamp64Micro(start_time) AS us")).toEqual([
      { name: "known", us: baseUs },
    ]);
  });
});

describe("rows that ClickHouse refuses", () => {
  beforeAll(() => rig.clickhouse.command("ALTER TABLE spans ADD CONSTRAINT clean CHECK name != 'poison'"));
  afterAll(() => rig.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT clean"));

  const thousand = (isPoison: (index: number) => boolean): IngestEvent[] =>
    Array.from({ length: 1_000 }, (_, index) =>
      completeSpan(`s${index}`, { name: isPoison(index) ? "poison" : "fine", input: "\n\n" }),
    );

  test("one of a thousand is kept aside and the others are stored, also in a replay", async () => {
    const batch = await freeze(thousand((index) => index === 617));
    for (let time = 0; time < 2; time++) await rig.drain(batch);
    expect(await countOf("spans", "FINAL")).toBe(999);
    expect(await countOf("spans")).toBe(999);
    expect(
      await rig.select(
        `SELECT event_id, stage, code, JSONExtractString(raw, 'spanId') AS span
         FROM dead_letters FINAL WHERE project_id = '${projectId}'`,
      ),
    ).toEqual([{ event_id: "trace:s617", stage: "drain", code: "drain.violated_constraint", span: "s617" }]);
  });

  test("too many of a thousand stop the batch, and nothing is given up", async () => {
    const batch = await freeze(thousand((index) => index % 10 === 0));
    await expect(rig.drain(batch)).rejects.toThrow(FaultFlood);
    expect(await countOf("dead_letters")).toBe(0);
    await rig.clickhouse.command("ALTER TABLE spans DROP CONSTRAINT clean");
    await rig.drain(batch);
    expect(await countOf("spans", "FINAL")).toBe(1_000);
    await rig.clickhouse.command("ALTER TABLE spans ADD CONSTRAINT clean CHECK name != 'poison'");
  });
});
