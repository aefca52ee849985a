import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@plumbline/runtime/logger";
import { type OtlpSpan, writeAttributes } from "./trace.ts";

export interface SpanSender {
  take(span: OtlpSpan): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

interface SenderOptions {
  apiUrl: string;
  publicKey: string;
  secretKey: string;
  logger: Logger;
}

const everyMs = 1_000;
const timeoutMs = 5_000;
const mostPerRequest = 256;
/** Waiting for an API that is away; older ones are given up. */
const mostWaiting = 5_000;

const resource = writeAttributes({
  "service.name": "support-assistant",
  "service.version": "2.4.1",
  "deployment.environment.name": "demo",
});

/** Sends spans to the API by OTLP/HTTP, as an exporter does: in batches, and again when it fails. */
export function createSpanSender({ apiUrl, publicKey, secretKey, logger }: SenderOptions): SpanSender {
  const authorization = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
  const waiting: OtlpSpan[] = [];
  let isStopping = false;
  let hasFailed = false;

  const post = async (spans: readonly OtlpSpan[]): Promise<void> => {
    const response = await fetch(`${apiUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: resource },
            scopeSpans: [{ scope: { name: "support-assistant" }, spans }],
          },
        ],
      }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The API answered ${response.status}: ${text.slice(0, 300)}`);
  };
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, mostPerRequest);
      await post(spans);
      waiting.splice(0, spans.length);
    }
  };
  const run = async (): Promise<void> => {
    while (!isStopping) {
      await sleep(everyMs);
      try {
        await flush();
        hasFailed = false;
      } catch (error) {
        // Said once: a restart of the API is no news.
        if (!hasFailed) logger.warn({ err: error }, "spans cannot be sent");
        hasFailed = true;
      }
    }
  };
  const running = run();

  return {
    take(span) {
      waiting.push(span);
      if (waiting.length > mostWaiting) waiting.shift();
    },
    async stop() {
      isStopping = true;
      await running;
      await flush().catch(() => undefined);
    },
  };
}
