import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { GatewayDeps } from "./deps.ts";
import { errorBody } from "./http/error-body.ts";
import { GatewayError, toGatewayError } from "./http/gateway-error.ts";
import { requestIdOf } from "./http/ids.ts";
import { listModels } from "./list-models.ts";
import { checkKey } from "./pipeline/authenticate.ts";
import { Call } from "./pipeline/call.ts";
import { runPipeline } from "./pipeline/index.ts";
import { listRoutes, modelRoutes, operatorRoutes } from "./routes.ts";
import type { Serving } from "./serving.ts";

export interface GatewayServerOptions {
  deps: GatewayDeps;
  /** For /ready: what is missing, by its name; all "ok" when the gateway can serve. */
  readiness: () => Record<string, string>;
  /** The page of all workers together. */
  scrape: () => Promise<{ text: string; contentType: string }>;
}

export interface GatewayServer {
  readonly server: Server;
  /** Calls under way. */
  readonly underWay: ReadonlySet<Call>;
  /** No new connections; answers from now on ask for the connection to be closed. */
  stopAccepting(): void;
}

/** Metadata travels in headers; Node's own limit is 16 KiB. */
const maxHeaderSize = 64 * 1024;

const routesByPath = new Map(modelRoutes.map((route) => [route.path, route]));

export function createGatewayServer(options: GatewayServerOptions): GatewayServer {
  const { deps } = options;
  const underWay = new Set<Call>();
  let isClosing = false;

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (isClosing) response.shouldKeepAlive = false;
    const url = request.url ?? "/";
    const mark = url.indexOf("?");
    const path = mark === -1 ? url : url.slice(0, mark);
    const route = request.method === "POST" ? routesByPath.get(path) : undefined;
    const serving = deps.serving();
    if (route === undefined || serving === null) {
      answerOther(options, { request, response, path, serving });
      return;
    }
    const call = new Call(request, response, {
      route,
      serving,
      query: mark === -1 ? "" : url.slice(mark),
      startUs: deps.clock.nowUs(),
    });
    underWay.add(call);
    deps.metrics.begun();
    void runPipeline(call, deps).finally(() => underWay.delete(call));
  };

  const server = createServer(
    { noDelay: true, keepAliveTimeout: 65_000, requestTimeout: 300_000, maxHeaderSize },
    serve,
  );
  // Node's own limit of the time between two requests of a connection is `keepAliveTimeout`.
  server.headersTimeout = 70_000;
  return {
    server,
    underWay,
    stopAccepting() {
      isClosing = true;
      server.close();
      server.closeIdleConnections();
      for (const call of underWay) call.response.shouldKeepAlive = false;
    },
  };
}

interface OtherRequest {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  serving: Serving | null;
}

function answerOther(options: GatewayServerOptions, asked: OtherRequest): void {
  const { request, response } = asked;
  const requestId = requestIdOf(request.headers["x-request-id"]);
  const dialect = asked.path.startsWith("/v1/messages") ? "anthropic" : "openai";
  Promise.resolve(otherAnswer(options, asked)).then(
    ({ status, body, contentType }) => {
      request.resume();
      response
        .writeHead(status, ["content-type", contentType, "x-request-id", requestId])
        .end(request.method === "HEAD" ? undefined : body);
    },
    (error: unknown) => {
      const { answer, retryAfterMs } = toGatewayError(error);
      const headers = ["content-type", "application/json; charset=utf-8", "x-request-id", requestId];
      if (retryAfterMs !== undefined) headers.push("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
      // What is left of a body is not waited for.
      if (!request.complete) headers.push("connection", "close");
      response.writeHead(answer.status, headers).end(errorBody(dialect, answer));
    },
  );
}

interface OtherAnswer {
  status: number;
  body: string;
  contentType: string;
}

const json = (status: number, body: unknown): OtherAnswer => ({
  status,
  body: JSON.stringify(body),
  contentType: "application/json; charset=utf-8",
});

async function otherAnswer(options: GatewayServerOptions, asked: OtherRequest): Promise<OtherAnswer> {
  const { request, path, serving } = asked;
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && operatorRoutes.some((known) => known === path)) return operatorAnswer(options, path);
  if (serving === null) {
    throw new GatewayError("unavailable", "overloaded", {
      message: "The gateway has not loaded its configuration yet.",
      retryAfterMs: 1_000,
    });
  }
  // Before it is said whether there is such a path: a stranger learns nothing.
  const { key } = checkKey(request.headers, serving, options.deps.clock.nowMs());
  if (isRead && listRoutes.some((known) => (known.endsWith("s") ? path === known : path.startsWith(known)))) {
    return json(200, listModels(serving.snapshot, key, path));
  }
  throw new GatewayError("not_found", "invalid_request", {
    message: `There is no ${request.method ?? ""} ${path.slice(0, 200)} here.`,
  });
}

async function operatorAnswer(options: GatewayServerOptions, path: string): Promise<OtherAnswer> {
  if (path === "/health") return json(200, { status: "ok" });
  if (path === "/metrics") {
    const { text, contentType } = await options.scrape();
    return { status: 200, body: text, contentType };
  }
  const checks = options.readiness();
  const ready = Object.values(checks).every((state) => state === "ok");
  return json(ready ? 200 : 503, { ready, checks });
}
