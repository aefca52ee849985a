import type { SpanFields } from "@plumbline/contracts/events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { baseUs, completeSpan, type DrainRig, openDrainRig, part } from "./drain.fixture.ts";

let rig: DrainRig;
beforeAll(async () => {
  rig = await openDrainRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.clickhouse.command("TRUNCATE TABLE spans"));

const call: Partial<SpanFields> = {
  kind: "GENERATION",
  endTimeUs: baseUs + 1_000_000,
  modelUsed: "gpt-4o-2024-08-06",
  input: '[{"role":"user","content":"hello world"}]',
  output: '"hello"',
};

async function stored(fields: Partial<SpanFields>): Promise<Record<string, unknown> | undefined> {
  await rig.accept("p", [completeSpan("s", fields)]);
  for (const batch of await rig.freezeAll()) {
    await rig.drain(batch);
    await rig.journal.release(batch.id);
  }
  return row();
}

const row = async () =>
  (
    await rig.select(`SELECT input_tokens, output_tokens, usage_source, toString(cost) AS cost, billable_reason
      FROM spans FINAL WHERE project_id = 'p' AND span_id = 's'`)
  )[0];

/** user, hello, world; three of the message's frame and three of the start of the answer. */
const counted = { input_tokens: 9, output_tokens: 1, usage_source: "ours", cost: "0.0000325" };
const unknown = { input_tokens: null, output_tokens: null, usage_source: "", cost: null };

test("a call that came without usage is counted, priced and marked as ours", async () => {
  expect(await stored(call)).toEqual({ ...counted, billable_reason: "leaf" });
});

test("a replay gives the same row", async () => {
  await rig.accept("p", [completeSpan("s", structuredClone(call))]);
  const [batch] = await rig.freezeAll();
  if (batch === undefined) throw new Error("no batch");
  await rig.drain(batch);
  const all = "SELECT * FROM spans FINAL WHERE project_id = 'p'";
  const first = await rig.select(all);
  await rig.drain({ ...batch, replay: true });
  expect(await rig.select(all)).toEqual(first);
  await rig.journal.release(batch.id);
});

test.each<[string, Partial<SpanFields>]>([
  ["failed", { level: "ERROR" }],
  ["is a Claude's, whose tokenizer nobody has", { modelUsed: "claude-sonnet-4-5" }],
  ["holds an image", { input: '[{"role":"user","content":[{"type":"image_url"}]}]' }],
  ["has not ended", { endTimeUs: undefined }],
  ["wraps model calls", { kind: "AGENT" }],
  ["holds no text", { input: undefined, output: undefined }],
])("a call that %s stays unknown", async (_what, changes) => {
  expect(await stored({ ...call, ...changes })).toMatchObject(unknown);
});

test("what the client counted or paid is left alone", async () => {
  const usage = {
    usageDetails: { input: 5, output: 5 },
    usageConvention: "inclusive",
    usageSource: "provider",
  } as const;
  expect(await stored({ ...call, ...usage })).toMatchObject({ input_tokens: 5, usage_source: "provider" });
  await rig.clickhouse.command("TRUNCATE TABLE spans");
  expect(await stored({ ...call, givenCost: { total: "1" } })).toMatchObject({ ...unknown, cost: "1" });
});

test("a span in parts is counted when it has ended, and by its client as soon as that reports", async () => {
  const drainAll = async () => {
    for (const batch of await rig.freezeAll()) {
      await rig.drain(batch);
      await rig.journal.release(batch.id);
    }
  };
  const { endTimeUs, output, ...begun } = call;
  await rig.accept("p", [part("s", { ...begun, startTimeUs: baseUs })]);
  await drainAll();
  expect(await row()).toMatchObject(unknown);
  await rig.accept("p", [part("s", { endTimeUs, output }, { op: "update", timeUs: baseUs + 1 })]);
  await drainAll();
  expect(await row()).toMatchObject(counted);
  const usage = { usageDetails: { input: 8, output: 2 }, usageSource: "provider" } as const;
  await rig.accept("p", [part("s", usage, { op: "update", timeUs: baseUs + 2 })]);
  await drainAll();
  expect(await row()).toMatchObject({ input_tokens: 8, output_tokens: 2, usage_source: "provider" });
});
