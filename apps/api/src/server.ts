import { PlumblineError } from "@plumbline/contracts/errors";
import { otlpLogPaths, otlpMetricPaths, otlpTracePaths } from "@plumbline/contracts/otlp";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { ApiDeps, RouteDeps } from "./deps.ts";
import { createGatewayFeed } from "./gateway-feed.ts";
import { collectRoutes, type RegisteredRoute } from "./http/access.ts";
import { answerClientError } from "./http/answer-client-error.ts";
import { installAuthentication } from "./http/authenticate.ts";
import { createBodyReader } from "./http/body.ts";
import { createBodyBudget } from "./http/body-budget.ts";
import { installCors } from "./http/cors.ts";
import { observeRequests } from "./http/observe-requests.ts";
import { otlpRoute } from "./http/otlp-signal.ts";
import { limitAddresses, limitKeys, trustedProxies } from "./http/rate-limits.ts";
import { langfuseErrorHandler, plainErrorHandler } from "./http/reply-error.ts";
import { requestIdOf } from "./http/request-id.ts";
import { createLangsmithFeedback } from "./routes/create-langsmith-feedback/route.ts";
import { createObject, objectRoutes } from "./routes/create-object/route.ts";
import { createScore } from "./routes/create-score/route.ts";
import { deleteScore } from "./routes/delete-score/route.ts";
import { deleteTrace, deleteTraces } from "./routes/delete-traces/route.ts";
import { describeLangsmith } from "./routes/describe-langsmith/route.ts";
import { exposeMetrics } from "./routes/expose-metrics/route.ts";
import { getGatewayCall } from "./routes/get-gateway-call/route.ts";
import { getObservation } from "./routes/get-observation/route.ts";
import { getScore } from "./routes/get-score/route.ts";
import { getSession } from "./routes/get-session/route.ts";
import { getTrace } from "./routes/get-trace/route.ts";
import { ingestBatch } from "./routes/ingest-batch/route.ts";
import { ingestLangsmithRuns } from "./routes/ingest-langsmith-runs/route.ts";
import { ingestOpenaiAgents } from "./routes/ingest-openai-agents/route.ts";
import { ingestOpik } from "./routes/ingest-opik/route.ts";
import { otlpLogs } from "./routes/ingest-otlp-logs/signal.ts";
import { otlpMetrics } from "./routes/ingest-otlp-metrics/signal.ts";
import { otlpTraces } from "./routes/ingest-otlp-traces/signal.ts";
import { listDailyMetrics } from "./routes/list-daily-metrics/route.ts";
import { listObservations } from "./routes/list-observations/route.ts";
import { listObservationsV2 } from "./routes/list-observations-v2/route.ts";
import { listProjects } from "./routes/list-projects/route.ts";
import { listScores } from "./routes/list-scores/route.ts";
import { listScoresV3 } from "./routes/list-scores-v3/route.ts";
import { listSessions } from "./routes/list-sessions/route.ts";
import { listTraces } from "./routes/list-traces/route.ts";
import { queryMetrics } from "./routes/query-metrics/route.ts";
import { receiveGatewayStatus } from "./routes/receive-gateway-status/route.ts";
import { reportHealth } from "./routes/report-health/route.ts";
import { reportReady } from "./routes/report-ready/route.ts";
import { sendGatewaySnapshot } from "./routes/send-gateway-snapshot/route.ts";
import { registerStoredRoutes } from "./routes/stored.ts";
import { createScoreConfigCache } from "./score-config-cache.ts";

export interface ApiServer {
  server: FastifyInstance;
  /** Every route with what it declares; complete once the server is ready. */
  routes: readonly RegisteredRoute[];
  /** What routes receive, for the transport beside this one. */
  deps: RouteDeps;
}

/** The whole API on given clients; listening is up to the caller. */
export async function createApiServer(apiDeps: ApiDeps): Promise<ApiServer> {
  const server = createFastify(apiDeps);
  const routes = collectRoutes(server);
  const deps = withBodies(apiDeps);

  // Bodies are read by our own reader, with limits on both sides of inflation.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _payload, done) => done(null));
  server.setErrorHandler(plainErrorHandler);
  server.setNotFoundHandler(({ method, url }) => {
    const path = url.split("?", 1)[0]?.slice(0, 200);
    throw new PlumblineError("not_found", { message: `This API has no ${method} ${path}.` });
  });
  observeRequests(server, apiDeps);
  // Before the authentication, so that a page can read why it was refused.
  await installCors(server);
  limitAddresses(server, apiDeps.limits);
  installAuthentication(server, apiDeps);
  limitKeys(server, apiDeps.limits);

  await server.register(async (scope) => {
    for (const url of ["/health", "/api/health"]) scope.route(reportHealth(url, "plain"));
    for (const url of ["/ready", "/api/ready"]) scope.route(reportReady(url, "plain", deps));
    scope.route(exposeMetrics(deps));
    for (const url of otlpTracePaths.filter(isOutsidePublic)) scope.route(otlpRoute(url, deps, otlpTraces));
    for (const url of otlpLogPaths.filter(isOutsidePublic)) scope.route(otlpRoute(url, deps, otlpLogs));
    for (const url of otlpMetricPaths.filter(isOutsidePublic)) scope.route(otlpRoute(url, deps, otlpMetrics));
  });
  await server.register(async (scope) => {
    const feed = createGatewayFeed(apiDeps);
    // Those that wait for news get an answer before connections are waited for.
    scope.addHook("preClose", async () => feed.close());
    scope.route(sendGatewaySnapshot(feed));
    scope.route(receiveGatewayStatus(deps));
  });
  await server.register(async (scope) => registerForeignDoors(scope, deps));
  await server.register((scope) => registerPublicApi(scope, deps));
  await server.ready();
  return { server, routes, deps };
}

function isOutsidePublic(path: string): boolean {
  return !path.startsWith("/api/public/");
}

/** What the clients of other tools call once their address is changed. */
function registerForeignDoors(scope: FastifyInstance, deps: RouteDeps): void {
  scope.route(describeLangsmith(deps));
  for (const route of ingestLangsmithRuns(deps)) scope.route(route);
  scope.route(createLangsmithFeedback(deps));
  scope.route(ingestOpenaiAgents(deps));
  for (const route of ingestOpik(deps)) scope.route(route);
}

async function registerPublicApi(scope: FastifyInstance, deps: RouteDeps): Promise<void> {
  scope.setErrorHandler(langfuseErrorHandler);
  scope.route(reportHealth("/api/public/health", "langfuse"));
  scope.route(reportReady("/api/public/ready", "langfuse", deps));
  scope.route(otlpRoute("/api/public/otel/v1/traces", deps, otlpTraces));
  scope.route(otlpRoute("/api/public/otel/v1/logs", deps, otlpLogs));
  scope.route(otlpRoute("/api/public/otel/v1/metrics", deps, otlpMetrics));
  scope.route(ingestBatch(deps));
  scope.route(createScore(deps));
  scope.route(listProjects(deps));
  scope.route(listTraces(deps));
  scope.route(getTrace(deps));
  scope.route(listObservations(deps));
  scope.route(getObservation(deps));
  scope.route(getGatewayCall(deps));
  for (const version of ["v1", "v2"] as const) {
    scope.route(listScores(deps, version));
    scope.route(getScore(deps, version));
    scope.route(queryMetrics(deps, version));
  }
  scope.route(listScoresV3(deps));
  scope.route(deleteScore(deps));
  scope.route(listObservationsV2(deps));
  scope.route(listSessions(deps));
  scope.route(getSession(deps));
  scope.route(listDailyMetrics(deps));
  scope.route(deleteTrace(deps));
  scope.route(deleteTraces(deps));
  for (const route of objectRoutes) scope.route(createObject(deps, route));
  registerStoredRoutes(scope, deps);
}

function withBodies(deps: ApiDeps): RouteDeps {
  const budget = createBodyBudget(deps.limits.API_MAX_BUFFERED_BYTES);
  deps.metrics.gauge({
    name: "plumbline_api_held_body_bytes",
    help: "Bytes of request bodies in memory.",
    collect() {
      this.set(budget.heldBytes());
    },
  });
  const bodies = createBodyReader(
    {
      maxCompressedBytes: deps.limits.API_MAX_COMPRESSED_BYTES,
      maxInflatedBytes: deps.limits.API_MAX_INFLATED_BYTES,
      maxInflateRatio: deps.limits.API_MAX_INFLATE_RATIO,
    },
    budget,
  );
  return { ...deps, bodies, scoreConfigs: createScoreConfigCache(deps) };
}

function createFastify(deps: ApiDeps): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = deps.logger;
  return Fastify({
    loggerInstance,
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: (request) => requestIdOf(request.headers),
    // A client that trickles its request holds memory; this is its limit.
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 2_000 },
    frameworkErrors: plainErrorHandler,
    clientErrorHandler: answerClientError,
    trustProxy: trustedProxies(deps.limits.API_TRUSTED_PROXIES),
  });
}
