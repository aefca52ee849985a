import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errorCatalogue } from "@plumbline/contracts/errors";
import type { Metrics } from "./metrics.ts";

export interface Readiness {
  ready: boolean;
  /** What was looked at, e.g. { postgres: "ok", clickhouse: "unreachable" }. */
  checks: Record<string, string>;
}

interface HealthServerOptions {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  isReady: () => Promise<Readiness>;
  metrics: Metrics;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** GET /health (alive), /ready (200 or 503 with its checks) and /metrics, for processes without an API. */
export async function createHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    answer(path, response, options).catch(() => {
      if (!response.headersSent) sendJson(response, 500, { error: errorCatalogue.internal.message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host ?? "0.0.0.0", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}

async function answer(path: string, response: ServerResponse, options: HealthServerOptions): Promise<void> {
  if (path === "/health") return sendJson(response, 200, { status: "ok" });
  if (path === "/ready") return sendReadiness(response, options.isReady);
  if (path === "/metrics") {
    const { contentType, text } = await options.metrics.expose();
    response.writeHead(200, { "content-type": contentType }).end(text);
    return;
  }
  sendJson(response, 404, { error: errorCatalogue.not_found.message });
}

/** A readiness check that throws is an answer too: not ready. */
async function sendReadiness(
  response: ServerResponse,
  isReady: HealthServerOptions["isReady"],
): Promise<void> {
  const readiness = await isReady().catch(() => ({ ready: false, checks: { readiness: "check failed" } }));
  sendJson(response, readiness.ready ? 200 : 503, readiness);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
