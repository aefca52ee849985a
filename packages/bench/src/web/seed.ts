import { gzipSync } from "node:zlib";
import { seededRandom, seededText } from "../ingest/random.ts";
import { type AgentTrace, agentTrace } from "./agent-spans.ts";

export interface SeedOptions {
  apiUrl: string;
  publicKey: string;
  secretKey: string;
  seed: number;
  days: number;
  tracesPerDay: number;
  longSpans: number;
}

export interface Seeded {
  traces: number;
  spans: number;
  /** A trace of the usual size. */
  usual: string;
  /** The trace of `longSpans` spans. */
  long: string;
  /** A trace with one very large text. */
  large: string;
}

const dayMs = 86_400_000;
/** Characters of the one very large text. */
const largestText = 20_000_000;
const spansPerRequest = 1_000;

/** Days of an agent's traces, one very long trace and one very large text, all through the public API. */
export async function seedProduct(options: SeedOptions): Promise<Seeded> {
  const random = seededRandom(options.seed);
  const nowMs = Date.now();
  const usual: AgentTrace[] = [];
  for (let day = 0; day < options.days; day += 1) {
    for (let number = 0; number < options.tracesPerDay; number += 1) {
      const startMs = nowMs - 300_000 - Math.floor((day + random()) * dayMs);
      const spans = 4 + Math.floor(random() * 24);
      usual.push(agentTrace({ random, startMs, spans, textBytes: 600 }));
    }
  }
  const long = agentTrace({
    random,
    startMs: nowMs - 4 * 3_600_000,
    spans: options.longSpans,
    textBytes: 120,
  });
  const large = agentTrace({ random, startMs: nowMs - 3_600_000, spans: 12, textBytes: 600 });
  const all = [...usual.flatMap(({ spans }) => spans), ...long.spans, ...large.spans];
  for (let from = 0; from < all.length; from += spansPerRequest) {
    await sendSpans(options, all.slice(from, from + spansPerRequest));
  }
  await sendSpans(options, [largeSpan(large, nowMs, seededText(random, 1024 * 1024))]);
  await untilReadable(options, [usual.at(-1), long, large]);
  return {
    traces: usual.length + 2,
    spans: all.length + 1,
    usual: usual[0]?.traceId ?? "",
    long: long.traceId,
    large: large.traceId,
  };
}

function largeSpan({ traceId }: AgentTrace, nowMs: number, piece: string): object {
  const text = piece.repeat(Math.ceil(largestText / piece.length)).slice(0, largestText);
  return {
    traceId,
    spanId: "00000000000000aa",
    name: "read_document",
    kind: 1,
    startTimeUnixNano: `${nowMs - 3_600_000 + 10}000000`,
    endTimeUnixNano: `${nowMs - 3_600_000 + 900}000000`,
    attributes: [
      { key: "gen_ai.operation.name", value: { stringValue: "execute_tool" } },
      { key: "gen_ai.tool.name", value: { stringValue: "read_document" } },
      { key: "gen_ai.tool.call.result", value: { stringValue: text } },
    ],
  };
}

async function sendSpans(options: SeedOptions, spans: readonly object[]): Promise<void> {
  const body = JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "support" } }] },
        scopeSpans: [{ scope: { name: "bench" }, spans }],
      },
    ],
  });
  const response = await fetch(`${options.apiUrl}/v1/traces`, {
    method: "POST",
    headers: {
      ...authorization(options),
      "content-type": "application/json",
      "content-encoding": "gzip",
    },
    body: gzipSync(body, { level: 1 }),
  });
  if (!response.ok) throw new Error(`The API refused the seed: ${response.status} ${await response.text()}`);
}

async function untilReadable(options: SeedOptions, traces: readonly (AgentTrace | undefined)[]) {
  const deadlineMs = Date.now() + 120_000;
  for (const trace of traces) {
    for (;;) {
      const response = await fetch(`${options.apiUrl}/api/public/traces/${trace?.traceId}?fields=core`, {
        headers: authorization(options),
      });
      await response.arrayBuffer();
      if (response.ok) break;
      if (Date.now() > deadlineMs) throw new Error("The seed did not become readable in two minutes.");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const authorization = ({ publicKey, secretKey }: SeedOptions) => ({
  authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`,
});
