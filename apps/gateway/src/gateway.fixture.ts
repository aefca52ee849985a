import type { AddressInfo } from "node:net";
import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { gatewayConfig } from "@plumbline/contracts/gateway-config";
import { createPriceBook } from "@plumbline/pricing/price-book";
import type { TranslatorTable } from "@plumbline/providers/translator";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import { Hub } from "./primary/hub.ts";
import { buildSnapshot } from "./snapshot/build-snapshot.ts";
import { createWorker, type GatewayWorker } from "./worker/create-worker.ts";

export const gatewayKey = "sk-test-gateway-key";
export const pepper = "a pepper for tests only";

export type ConfigInput = z.input<typeof gatewayConfig>;

interface RecordedCall {
  call: GatewayCall;
  request: string;
  response: string;
}

export interface TestGateway {
  url: string;
  hub: Hub;
  worker: GatewayWorker;
  recorded: RecordedCall[];
  /** As an edit of the file would. */
  configure(config: ConfigInput): void;
  fetch(
    path: string,
    init?: { headers?: Record<string, string>; body?: unknown; method?: string },
  ): Promise<Response>;
}

/** A hub and one worker in this process, joined as over the channel of a cluster: messages are copied. */
export async function startGateway(
  config: ConfigInput,
  options: {
    translators?: TranslatorTable;
    workers?: number;
    maxBodyBytes?: number;
    noteAfterMs?: number;
  } = {},
): Promise<TestGateway> {
  const hub = new Hub({ now: () => performance.now() });
  const ticking = setInterval(() => hub.tick(), 50);
  const recorded: RecordedCall[] = [];
  const metrics = createMetrics({ process: "gateway" });
  const worker = createWorker({
    post: (message) => void hub.receive(1, structuredClone(message)),
    pepper,
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
    clock: systemClock,
    prices: createPriceBook(),
    translators: options.translators ?? {},
    recordCall: (call, request, response) => {
      recorded.push({
        call: structuredClone(call),
        request: request.toString("utf8"),
        response: Buffer.concat(response).toString("utf8"),
      });
    },
    ...(options.noteAfterMs === undefined ? {} : { noteAfterMs: options.noteAfterMs }),
    metrics,
    logger: createLogger({ name: "gateway", level: "error" }),
    readiness: () => ({}),
    scrape: () => metrics.expose(),
  });
  const configure = (next: ConfigInput): void => {
    const parsed = gatewayConfig.parse({ keys: [{ key: gatewayKey }], ...next });
    const { snapshot } = buildSnapshot({
      projectId: "project-1",
      config: parsed,
      initKey: undefined,
      pepper,
      allowedPrivate: [],
      envSecret: (name) => `value of ${name}`,
    });
    hub.setSnapshot(snapshot);
  };
  configure(config);
  hub.attach(1, (message) => worker.receive(structuredClone(message)));
  await new Promise<void>((resolve) => worker.server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(worker.server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    clearInterval(ticking);
    await worker.drain(0);
  });
  return {
    url,
    hub,
    worker,
    recorded,
    configure,
    fetch: (path, init = {}) =>
      fetch(`${url}${path}`, {
        method: init.method ?? (init.body === undefined ? "GET" : "POST"),
        headers: {
          authorization: `Bearer ${gatewayKey}`,
          "content-type": "application/json",
          ...init.headers,
        },
        ...(init.body === undefined
          ? {}
          : { body: typeof init.body === "string" ? init.body : JSON.stringify(init.body) }),
      }),
  };
}

/** A pool with one replica, and quick to give up. */
export function poolOf(
  url: string,
  more: Partial<ConfigInput["pools"][number]> = {},
): ConfigInput["pools"][number] {
  return {
    name: "model-a",
    replicas: [{ url, kind: "vllm", model: "real-model" }],
    retries: { attempts: 0 },
    ...more,
  };
}
