import { randomBytes } from "node:crypto";
import type { IngestEvent } from "@plumbline/contracts/events";
import { decodeClassicEvent } from "@plumbline/spans/decode-classic";
import { decodeOtlpJson, decodeOtlpProtobuf } from "@plumbline/spans/decode-otlp";
import { expect, test } from "vitest";
import { textSlicer } from "./http/text-slicer.ts";
import { exportRequest, field, spanBytes } from "./otlp.fixture.ts";

const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"];
/** Names under which the conventions nest what they hold. */
const prefixes = [
  "",
  "metadata.",
  "langfuse.trace.metadata.",
  "langfuse.observation.metadata.",
  "gen_ai.prompt.",
  "gen_ai.prompt.0.",
  "gen_ai.usage.",
  "llm.input_messages.",
  "llm.token_count.",
  "ai.telemetry.metadata.",
];
const suffixes = ["", ".content", ".__proto__.polluted", ".constructor.prototype.polluted"];

/** Ten thousand different keys: each hostile name in each place, and numbered ones. */
const keys: string[] = [];
for (let round = 0; keys.length < 10_000; round += 1) {
  for (const prefix of prefixes) {
    for (const name of names) {
      for (const suffix of suffixes) keys.push(`${prefix}${name}${round === 0 ? "" : round}${suffix}`);
    }
  }
}
keys.length = 10_000;

const ownNames = () =>
  [Object, Array, Function, String, Map].map(({ prototype }) => Object.getOwnPropertyNames(prototype).join());
const before = ownNames();

function expectCleanPrototypes(): void {
  expect(ownNames()).toEqual(before);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
}

function run(decode: (onEvent: (event: IngestEvent) => void) => Generator<void>): IngestEvent[] {
  const events: IngestEvent[] = [];
  const turns = decode((event) => events.push(event));
  while (!turns.next().done);
  return events;
}

/** Of what these hold the rest of the key is a key of the metadata. */
const metadataPrefix = /^(langfuse\.(trace|observation)|ai\.telemetry)\.metadata\./;

/** Every key is found again: among the attributes, in the metadata, or in the message that it is a part of. */
function expectAll(stored: ReadonlySet<string>): void {
  const missing = keys.map((key) => key.replace(metadataPrefix, "")).filter((key) => !stored.has(key));
  expect(missing).toEqual([]);
}

function storedKeys(events: IngestEvent[]): Set<string> {
  const [event] = events;
  if (event?.type !== "span") throw new Error(`${event?.type} came out`);
  const { attributes, metadata, input } = event.fields;
  const [message] = input === undefined ? [] : JSON.parse(input);
  return new Set([
    ...Object.keys(attributes ?? {}),
    ...Object.keys(metadata ?? {}),
    ...pathsOf(message).map((path) => `gen_ai.prompt.0.${path}`),
  ]);
}

/** Dotted paths to the texts of a tree; a text that has others below itself stands under "". */
function pathsOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) =>
    typeof child === "string"
      ? [name]
      : pathsOf(child).map((path) => (path === "" ? name : `${name}.${path}`)),
  );
}

test("OTLP in JSON keeps 10,000 hostile keys as keys", () => {
  const value = (text: string) => ({ stringValue: text });
  const attributes = keys.map((key) => ({ key, value: value("x") }));
  const nested = {
    kvlistValue: { values: names.map((key) => ({ key, value: { kvlistValue: { values: attributes } } })) },
  };
  const span = {
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "__proto__",
    startTimeUnixNano: "1795261492735374629",
    endTimeUnixNano: "1795261492736374629",
    attributes: [...attributes, { key: "nested", value: nested }],
    events: [{ name: "__proto__", timeUnixNano: "1795261492735374629", attributes }],
  };
  const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] };
  const events = run((onEvent) =>
    decodeOtlpJson(body, onEvent, ({ reason }) => expect.unreachable(`refused: ${reason}`)),
  );
  expectAll(storedKeys(events));
  expectCleanPrototypes();
});

test("OTLP in protobuf keeps 10,000 hostile keys as keys", () => {
  const text = field(1, "x");
  const attribute = (key: string) => field(9, Buffer.concat([field(1, key), field(2, text)]));
  const span = Buffer.concat([
    spanBytes({ traceId: randomBytes(16), spanId: randomBytes(8), name: "__proto__" }),
    ...keys.map(attribute),
  ]);
  const events = run((onEvent) =>
    decodeOtlpProtobuf(exportRequest([span]), textSlicer, onEvent, ({ reason }) =>
      expect.unreachable(`refused: ${reason}`),
    ),
  );
  expectAll(storedKeys(events));
  expectCleanPrototypes();
});

test("the classic protocol takes hostile keys in every place of an event", () => {
  const record = `{${keys.map((key) => `${JSON.stringify(key)}:"x"`).join()}}`;
  const types = ["trace-create", "span-create", "generation-create", "generation-update", "event-create"];
  for (const type of types) {
    const body = JSON.parse(
      `{"id":"i","traceId":"t","metadata":${record},"input":${record},"modelParameters":${record},"usage":${record},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`,
    );
    const item = { id: "e", timestamp: new Date().toISOString(), type, body };
    const decoded = decodeClassicEvent(item, { nowUs: Date.now() * 1_000 });
    expect([type, typeof decoded.ok]).toEqual([type, "boolean"]);
    expectCleanPrototypes();
  }
});
