import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { priceSpan } from "@plumbline/pricing/price-span";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { z } from "zod";
import { takeCorrectionLease } from "../correction-lease/index.ts";
import { createCustomPrice, removeCustomPrice } from "../custom-price/index.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { findTraces } from "../trace/index.ts";
import {
  cancelPriceRecompute,
  getPriceRecompute,
  listDuePriceRecomputes,
  requestPriceRecompute,
  runPriceRecompute,
} from "./index.ts";
import { baseUs, book, callOf, micro, store as storeIn, storeWithText } from "./recompute.fixture.ts";

const hourMs = 3_600_000;
let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/recompute_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  tenants = await createTenants(db);
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  await clickhouse.command("TRUNCATE TABLE spans");
  await db.customPrice.deleteMany();
  await db.priceRecompute.deleteMany();
});

const ctx = () => ({ ...contextOf(db, tenants.users.admin), clickhouse });
const asSystem = () => ({ ...contextOf(db, system), clickhouse });
const project = () => ({ projectId: tenants.projects.own.id });

const call = (spanId: string, changes?: Parameters<typeof callOf>[2]) =>
  callOf(tenants.projects.own.id, spanId, changes);
const store = (rows: Parameters<typeof storeIn>[1]) => storeIn(clickhouse, rows);
const storeText = (rows: Parameters<typeof storeIn>[1]) => storeWithText(clickhouse, rows);

const anyRow = defineQuery({
  name: "test.rows",
  params: z.object({}),
  row: z.record(z.string(), z.unknown()),
  sql: "SELECT * FROM spans FINAL ORDER BY start_time, span_id",
});
const rows = () => clickhouse.query(anyRow, {});
const costs = async () => Object.fromEntries((await rows()).map((row) => [row["span_id"], row["cost"]]));

const setPrice = (input: string, modelPattern = "our-model") =>
  createCustomPrice(ctx(), {
    ...project(),
    modelPattern,
    provider: null,
    prices: { input, output: "8" },
    validFrom: new Date(baseUs / 1_000 - hourMs),
  });

async function recompute(stepRows = 50_000): Promise<void> {
  const from = new Date(baseUs / 1_000 - hourMs);
  const to = new Date(baseUs / 1_000 + hourMs);
  const { id } = await requestPriceRecompute(ctx(), { ...project(), from, to });
  expect(await runPriceRecompute(asSystem(), { recomputeId: id }, { settleMs: 0, stepRows })).toBe(
    "completed",
  );
}

test("stored calls take the price that was set for them, and nothing else of them changes", async () => {
  await store([
    call("a"),
    call("b", { model: "gpt-4o" }),
    call("c", { startTimeUs: baseUs - 7_200_000_000 }),
  ]);
  const before = await rows();
  expect(await costs()).toEqual({ a: null, b: "0.0026", c: null });
  await setPrice("2");
  await recompute();
  expect(await costs()).toEqual({ a: "0.00208", b: "0.0026", c: null });
  const priced = (await rows())[1];
  expect(priced).toEqual({
    ...before[1],
    cost: "0.00208",
    input_cost: "0.002",
    output_cost: "0.00008",
    cost_details: { total: "0.00208", input: "0.002", output: "0.00008" },
    cost_source: "computed",
    rate_card_id: priced?.["rate_card_id"],
    row_version: Number(before[1]?.["row_version"]) + 1,
  });
  expect(await getPriceRecompute(ctx(), project())).toMatchObject({
    status: "completed",
    spansTotal: 2,
    spansDone: 2,
    spansChanged: 1,
  });
});

test("a second price goes before the first, and a removed one leaves the cost unknown", async () => {
  await store([call("a")]);
  await setPrice("2");
  await recompute();
  const second = await setPrice("4");
  await recompute();
  expect(await costs()).toEqual({ a: "0.00408" });
  await removeCustomPrice(ctx(), { ...project(), customPriceId: second.id });
  await recompute();
  expect(await costs()).toEqual({ a: "0.00208" });
  await db.customPrice.updateMany({ data: { deletedAt: new Date() } });
  await recompute();
  expect(await costs()).toEqual({ a: null });
});

test("what the journal replays afterwards does not bring an old price back; what comes later does count", async () => {
  const original = call("a");
  await store([original]);
  await setPrice("2");
  await recompute();
  await store([original]);
  expect(await costs()).toEqual({ a: "0.00208" });
  const later = call("a", { rowVersion: baseUs + 1, usage: { inputTokens: 5, outputTokens: 5 } });
  await store([later]);
  expect(await costs()).toEqual({ a: null });
});

test("a call with a new price is still found by its words, and only by those of its last version", async () => {
  const found = async (words: string) => {
    const window = { from: new Date(baseUs / 1_000 - hourMs), to: new Date(baseUs / 1_000 + hourMs) };
    const filter = { type: "text", words, phrase: false } as const;
    return (await findTraces(ctx(), { ...project(), ...window, filter, limit: 10 })).rows.length;
  };
  await storeText([call("a", { rowVersion: 1, fields: { input: "umbrella" } })]);
  await storeText([call("a", { rowVersion: 2, fields: { input: "sunshine" } })]);
  await setPrice("2");
  await recompute();
  expect(await costs()).toEqual({ a: "0.00208" });
  expect([await found("sunshine"), await found("umbrella")]).toEqual([1, 0]);
});

test("a cost that the client gave, another tenant's calls and roots stay as they are", async () => {
  const given = { ...call("given").price, cost: "1", costSource: "given" };
  await store([
    call("given", { price: given }),
    call("foreign", { projectId: tenants.projects.foreign.id }),
    call("root", { fields: { kind: "AGENT" } }),
  ]);
  const before = await rows();
  await setPrice("2");
  await recompute();
  expect(await rows()).toEqual(before);
});

test("a row that the gateway pays for keeps not counting", async () => {
  const price = { ...call("sdk").price, billable: false, billableReason: "also-recorded-by-gateway" };
  await store([call("sdk", { price })]);
  await setPrice("2");
  await recompute();
  expect(await rows()).toMatchObject([
    { cost: "0.00208", billable: false, billable_reason: "also-recorded-by-gateway" },
  ]);
});

test("in steps of any size, killed and resumed anywhere, every call has the cost of the drainer", async () => {
  const span = fc.record({
    atUs: fc.constantFrom(0, 1, 2, 1_000, 60_000_000),
    model: fc.constantFrom("our-model", "gpt-4o", "claude-sonnet-4-5", "unheard-of"),
    input: fc.nat({ max: 300_000 }),
    read: fc.nat({ max: 1_000 }),
    output: fc.nat({ max: 5_000 }),
    tier: fc.constantFrom(undefined, "batch"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(span, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 4 }),
      async (spans, stepRows, killAfter) => {
        await clickhouse.command("TRUNCATE TABLE spans");
        await db.customPrice.deleteMany();
        const listed = spans.map(({ atUs, model, input, read, output, tier }, index) =>
          call(String(index), {
            startTimeUs: baseUs + atUs,
            model,
            usage: { inputTokens: input + read, cacheReadTokens: read, outputTokens: output },
            serviceTier: tier,
            price: { ...call("x").price, cost: "9", rateCardId: "stale" },
          }),
        );
        await store(listed);
        await setPrice("2");
        const from = new Date(baseUs / 1_000 - hourMs);
        const { id } = await requestPriceRecompute(ctx(), {
          ...project(),
          from,
          to: new Date(baseUs / 1_000 + hourMs),
        });
        // A ClickHouse that is gone after so many writes stands for a worker that is.
        let writes = 0;
        const dying: ClickHouse = {
          ...clickhouse,
          command: async (sql) => {
            if (writes++ === killAfter) throw new Error("killed");
            await clickhouse.command(sql);
          },
        };
        await runPriceRecompute(
          { ...asSystem(), clickhouse: dying },
          { recomputeId: id },
          { settleMs: 0, stepRows },
        ).catch(() => "killed");
        expect(["completed", "stopped"]).toContain(
          await runPriceRecompute(asSystem(), { recomputeId: id }, { settleMs: 0, stepRows }),
        );
        const stored = await costs();
        for (const row of listed) {
          const expected =
            row.fields.modelUsed === "our-model"
              ? `${(row.usage.inputTokens ?? 0) * 2 + (row.usage.outputTokens ?? 0) * 8}`
              : undefined;
          const fresh = priceSpan(book, {
            kind: "GENERATION",
            modelUsed: row.fields.modelUsed,
            startTimeUs: row.startTimeUs,
            usage: row.usage,
            serviceTier: row.serviceTier,
          });
          const cost = expected === undefined ? fresh.cost : micro(expected);
          expect(stored[row.spanId]).toBe(cost);
        }
        expect(await getPriceRecompute(ctx(), project())).toMatchObject({ spansDone: spans.length });
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});

test("one at a time, not by everybody, and it can be cancelled", async () => {
  const range = { ...project(), from: new Date(0), to: new Date() };
  const viewer = { ...contextOf(db, tenants.users.viewer), clickhouse };
  await expect(requestPriceRecompute(viewer, range)).rejects.toMatchObject({ code: "forbidden" });
  await expect(requestPriceRecompute(ctx(), { ...range, to: new Date(0) })).rejects.toMatchObject({
    code: "invalid_request",
  });
  const { id } = await requestPriceRecompute(ctx(), range);
  await expect(requestPriceRecompute(ctx(), range)).rejects.toMatchObject({ code: "conflict" });
  expect(await listDuePriceRecomputes(asSystem())).toEqual([id]);

  const lease = await takeCorrectionLease(asSystem(), project().projectId);
  expect(await runPriceRecompute(asSystem(), { recomputeId: id })).toBe("busy");
  expect(await listDuePriceRecomputes(asSystem())).toEqual([]);
  await lease?.release();

  const foreigner = { ...contextOf(db, tenants.users.foreigner), clickhouse };
  await expect(cancelPriceRecompute(foreigner, { ...project(), recomputeId: id })).rejects.toMatchObject({
    code: "not_found",
  });
  await cancelPriceRecompute(ctx(), { ...project(), recomputeId: id });
  expect(await runPriceRecompute(asSystem(), { recomputeId: id })).toBe("stopped");
  expect(await getPriceRecompute(viewer, project())).toMatchObject({ status: "cancelled" });
  expect(await listDuePriceRecomputes(asSystem())).toEqual([]);
});

test("prices that change on the way start it over", async () => {
  await store([call("a"), call("b", { startTimeUs: baseUs + 10 })]);
  await setPrice("2");
  const { id } = await requestPriceRecompute(ctx(), {
    ...project(),
    from: new Date(baseUs / 1_000 - hourMs),
    to: new Date(baseUs / 1_000 + hourMs),
  });
  let steps = 0;
  const meddling: ClickHouse = {
    ...clickhouse,
    command: async (sql) => {
      await clickhouse.command(sql);
      if (steps++ === 0) await setPrice("4");
    },
  };
  await runPriceRecompute(
    { ...asSystem(), clickhouse: meddling },
    { recomputeId: id },
    { settleMs: 0, stepRows: 1 },
  );
  expect(await costs()).toEqual({ a: "0.00408", b: "0.00408" });
});
