import { randomBytes } from "node:crypto";
import { otlpLogPaths } from "@plumbline/contracts/otlp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCapture, startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, readFields, spanBytes } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const protobuf = "application/x-protobuf";

async function send(path: string, body: Buffer | string, type = protobuf) {
  const answer = await api.call(path, { method: "POST", body, headers: { "content-type": type } });
  const answered = answer.headers.get("content-type")?.split(";")[0];
  expect([path, answer.status, answered]).toEqual([path, 200, type]);
  return Buffer.from(await answer.arrayBuffer());
}

interface Observation {
  input: unknown;
  output: unknown;
  usage: unknown;
  type: string;
}

/** The observations of a trace, null when there is no such trace. */
async function observationsOf(traceId: string): Promise<Observation[] | null> {
  await api.drained();
  const answer = await api.call(`/api/public/traces/${traceId}`);
  if (answer.status === 404) return null;
  const trace: { observations: Observation[] } = JSON.parse(await answer.text());
  return trace.observations;
}

/** Every trace id of the capture that both of its requests speak of, replaced by fresh ones. */
function freshCapture(): { traces: Buffer; logs: Buffer; traceIds: string[] } {
  const traces = readCapture("otel-openai-0.21.001.bin");
  const logs = readCapture("otel-openai-0.21.002.bin");
  const traceIds = [
    "4ec42f4173a98b1c795a8e8874b04cfc",
    "84e46a3dde7ca5812dafa4ee93390ec1",
    "95a58e8627d7fe51138a45430de72e73",
  ].map((hex) => {
    const old = Buffer.from(hex, "hex");
    const fresh = randomBytes(16);
    for (const bytes of [traces, logs]) {
      for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at)) fresh.copy(bytes, at);
    }
    return fresh.toString("hex");
  });
  return { traces, logs, traceIds };
}

const system = { role: "system", content: "Be brief." };
const user = { role: "user", content: "Weather in Paris?" };
const call = { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } };
const asked = { role: "assistant", tool_calls: [call] };
const conversation = [
  { input: [system, user], output: [{ ...asked, finish_reason: "tool_calls", index: 0 }] },
  {
    input: [system, user, asked, { role: "tool", tool_call_id: "call_1", content: "sunny" }],
    output: [{ role: "assistant", content: "It is sunny.", finish_reason: "stop", index: 0 }],
  },
  {
    input: [system, user],
    output: [{ role: "assistant", content: "Hello", finish_reason: "stop", index: 0 }],
  },
];

describe("@opentelemetry/instrumentation-openai 0.21: messages come as log events and join their spans", () => {
  test.each([
    ["logs first", ["logs", "traces"]],
    ["spans first", ["traces", "logs"]],
    ["all twice, in between and again", ["logs", "traces", "logs", "traces"]],
  ] as const)("%s", async (_name, order) => {
    const capture = freshCapture();
    for (const [index, part] of order.entries()) {
      await send(`/v1/${part}`, capture[part]);
      const [first = ""] = capture.traceIds;
      // A message alone is no span: nothing is listed until its span is there.
      if (index === 0 && part === "logs") expect(await observationsOf(first)).toBeNull();
      if (index === 0 && part === "traces") {
        expect(await observationsOf(first)).toMatchObject([{ input: null, output: null }]);
      }
    }
    for (const [index, traceId] of capture.traceIds.entries()) {
      const observations = await observationsOf(traceId);
      expect(observations).toHaveLength(1);
      expect(observations?.[0]).toMatchObject({
        ...conversation[index],
        type: "GENERATION",
        usage: { input: 120, output: 40 },
      });
    }
  });
});

const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const nanos = (ms: number) => `${Math.round(ms)}000000`;
const textAttribute = (key: string, value: string) => ({ key, value: { stringValue: value } });

function logsRequest(...logRecords: object[]): string {
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
}

const json = "application/json";

test("a span with messages of its own is not changed by events that repeat it", async () => {
  const traceId = randomBytes(16);
  const spanId = randomBytes(8);
  const record = {
    traceId: traceId.toString("hex"),
    spanId: spanId.toString("hex"),
    eventName: "gen_ai.client.inference.operation.details",
    timeUnixNano: nanos(Date.now()),
    attributes: [
      textAttribute("gen_ai.input.messages", "[]"),
      textAttribute("gen_ai.output.messages", "[1]"),
    ],
  };
  await send("/v1/logs", logsRequest(record), json);
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.input.messages": '[{"role":"user","parts":[]}]',
  };
  await send("/v1/traces", exportRequest([spanBytes({ traceId, spanId, attributes })]));
  await send("/v1/logs", logsRequest(record), json);
  const observations = await observationsOf(traceId.toString("hex"));
  expect(observations).toMatchObject([{ input: [{ role: "user", parts: [] }], output: null }]);
});

test("an evaluation is a score on the span that it judges, once", async () => {
  const traceId = randomBytes(16);
  const spanId = randomBytes(8);
  await send("/v1/traces", exportRequest([spanBytes({ traceId, spanId })]));
  const record = {
    traceId: traceId.toString("hex"),
    spanId: spanId.toString("hex"),
    eventName: "gen_ai.evaluation.result",
    timeUnixNano: nanos(Date.now()),
    attributes: [
      textAttribute("gen_ai.evaluation.name", "relevance"),
      { key: "gen_ai.evaluation.score.value", value: { doubleValue: 0.75 } },
      textAttribute("gen_ai.evaluation.explanation", "Close to the question."),
    ],
  };
  for (let times = 0; times < 2; times++) await send("/v1/logs", logsRequest(record), json);
  await api.drained();
  const answer = await api.call(`/api/public/v2/scores?traceId=${traceId.toString("hex")}`);
  const { data }: { data: unknown[] } = JSON.parse(await answer.text());
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({
    name: "relevance",
    value: 0.75,
    comment: "Close to the question.",
    observationId: spanId.toString("hex"),
  });
});

describe.each(otlpLogPaths)("POST %s", (path) => {
  test("acknowledges other records and says that they are not stored", async () => {
    const body = logsRequest({ body: { stringValue: "GET /" }, timeUnixNano: nanos(Date.now()) });
    const answer = JSON.parse(String(await send(path, body, json)));
    expect(answer).toEqual({
      partialSuccess: { rejectedLogRecords: "0", errorMessage: expect.stringContaining("1 log records") },
    });
  });

  test("refuses a GenAI event without a span, and spans sent as logs, one by one and with a reason", async () => {
    const lost = { eventName: "gen_ai.user.message", body: { stringValue: "hi" }, traceId: hex(16) };
    const answer = JSON.parse(String(await send(path, logsRequest(lost), json)));
    expect(answer).toEqual({
      partialSuccess: {
        rejectedLogRecords: "1",
        errorMessage: expect.stringContaining("log.missing_span (1)"),
      },
    });
    const [partial] = readFields(await send(path, exportRequest([spanBytes(), spanBytes()])));
    const [rejected, message] = readFields(Buffer.from(partial?.value as Buffer));
    expect(rejected).toEqual({ number: 1, value: 2 });
    expect(String(message?.value)).toContain("log.is_a_span (2)");
  });

  test("an empty request is a success without a body", async () => {
    expect(await send(path, Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });
});
