import { randomBytes, randomUUID } from "node:crypto";
import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DrainRig, openDrainRig } from "./drain.fixture.ts";
import { encodeGatewayRecord, gatewayRecordRows } from "./gateway-record.ts";

let rig: DrainRig;
beforeAll(async () => {
  rig = await openDrainRig();
});
afterAll(() => rig.close());

const nowUs = Date.now() * 1_000;

function callOf(given: Partial<GatewayCall>): GatewayCall {
  return {
    v: 1,
    requestId: randomUUID(),
    projectId: randomUUID(),
    keyId: "key",
    keyName: "web",
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    operation: "chat",
    clientDialect: "openai",
    stream: false,
    requestedModel: "gpt",
    provider: "openai",
    model: "gpt-4o",
    priority: "standard",
    startUs: nowUs,
    endUs: nowUs + 1_000_000,
    overheadUs: 100,
    status: 200,
    outcome: "ok",
    attempts: [],
    usage: { input: 1_000, output: 100 },
    usageFrom: "upstream",
    record: "full",
    ...given,
  };
}

async function drain(call: GatewayCall, request: string, ...response: string[]): Promise<void> {
  const payload = encodeGatewayRecord({
    call,
    request: Buffer.from(request),
    response: response.map((part) => Buffer.from(part)),
  });
  await rig.journal.append(payload, { lane: call.projectId, rows: gatewayRecordRows(call) });
  for (const batch of await rig.freezeAll()) {
    await rig.drain(batch);
    // A crash before the release repeats it.
    await rig.drain(batch);
    await rig.journal.release(batch.id);
  }
}

const rowsOf = ({ projectId }: GatewayCall) =>
  rig.select(
    `SELECT name, source, toString(cost) AS cost, cost_source, billable, usage_source, input_preview AS input,
       output_preview AS output FROM spans FINAL WHERE project_id = '${projectId}' ORDER BY start_time, name`,
  );

test("a call is priced from the book, counts once, and its attempts cost nothing", async () => {
  const call = callOf({
    attempts: [
      {
        spanId: randomBytes(8).toString("hex"),
        replicaId: "p/gpt/eu",
        replicaKind: "openai",
        poolId: "p/gpt",
        model: "gpt-4o",
        startUs: nowUs + 50,
        endUs: nowUs + 1_000_000,
        status: 200,
        outcome: "ok",
      },
    ],
  });
  const answer = '{"choices":[{"message":{"role":"assistant","content":"Grüß Gott"}}]}';
  await drain(call, '{"messages":[{"role":"user","content":"Hi"}]}', answer.slice(0, 60), answer.slice(60));
  expect(await rowsOf(call)).toMatchObject([
    {
      name: "chat gpt",
      source: "gateway",
      cost: "0.0035",
      billable: true,
      usage_source: "gateway",
      input: '[{"role":"user","content":"Hi"}]',
      output: '{"role":"assistant","content":"Grüß Gott"}',
    },
    { name: "attempt gpt/eu", billable: false },
  ]);
});

test("an own pool costs what its machine costs, whatever the public price", async () => {
  const call = callOf({
    ownCost: { usd: "0.000012345678", tokensPerSecond: 1_234, gpuHourUsd: "2.5" },
    pricedAs: { model: "gpt-4o", usd: "0.0035" },
  });
  await drain(call, "{}", "{}");
  expect(await rowsOf(call)).toMatchObject([{ cost: "0.000012345678", billable: true }]);
});

test("an own pool keeps the model that it used, whatever it is priced as, and is not sold by others", async () => {
  const served = { provider: "vllm", model: "meta-llama/Llama-3.1-8B", requestedModel: "gpt-4o" };
  const priced = callOf({
    ...served,
    pricedAs: { model: "gpt-4o", usd: "0.0035", inputUsd: "0.0025", outputUsd: "0.001" },
  });
  const unknown = callOf(served);
  await drain(priced, "{}", "{}");
  await drain(unknown, "{}", "{}");
  const columns = "model_used, toString(cost) AS cost, toString(input_cost) AS input";
  const select = ({ projectId }: GatewayCall) =>
    rig.select(`SELECT ${columns} FROM spans FINAL WHERE project_id = '${projectId}'`);
  expect(await select(priced)).toEqual([
    { model_used: "meta-llama/Llama-3.1-8B", cost: "0.0035", input: "0.0025" },
  ]);
  expect(await select(unknown)).toEqual([{ model_used: "meta-llama/Llama-3.1-8B", cost: null, input: null }]);
});

test("a call that nobody was asked for costs nothing; one whose answer nobody saw costs its prompt", async () => {
  // Of a model that has no price.
  const call = callOf({ outcome: "client_closed", unsent: true, model: "our-own-model" });
  const { usage: _usage, usageFrom: _from, ...unsent } = call;
  await drain(unsent, "{}");
  expect(await rowsOf(call)).toMatchObject([{ cost: "0", cost_source: "given", usage_source: "gateway" }]);
  const left = callOf({ outcome: "client_closed", usage: { input: 1_000 }, usageFrom: "estimate" });
  await drain(left, "{}");
  expect(await rowsOf(left)).toMatchObject([
    { cost: "0.0025", cost_source: "computed", usage_source: "ours" },
  ]);
});

test("a record that is shorter than it says is kept as a dead letter and holds nothing up", async () => {
  const call = callOf({});
  const payload = encodeGatewayRecord({ call, request: Buffer.from("{}"), response: [] });
  payload.writeUInt32LE(1_000_000, 5);
  await rig.journal.append(payload, { lane: call.projectId, rows: 1 });
  await drain(callOf({ projectId: call.projectId }), "{}", "{}");
  expect(await rowsOf(call)).toHaveLength(1);
  const letters = await rig.select(
    `SELECT code FROM dead_letters FINAL WHERE project_id = '${call.projectId}' LIMIT 10`,
  );
  expect(letters).toEqual([{ code: "drain.unfit_event" }]);
});
