import { findGatewayCall } from "@plumbline/clickhouse/queries/span/find-gateway-call";
import { getSpan } from "@plumbline/clickhouse/queries/span/get";
import { getSpanText } from "@plumbline/clickhouse/queries/span/get-text";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { GatewayCallBody } from "@plumbline/contracts/gateway-reads";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { toTraceSpan } from "../trace/index.ts";
import { lookupWindow } from "../window.ts";

interface GatewayCallKey {
  projectId: string;
  requestId: string;
}

/** What a call came to, by its request id; the newest of that id. Throws `not_found`, also until it is stored. */
export async function getGatewayCall(ctx: ServiceContext, input: GatewayCallKey): Promise<GatewayCallBody> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const window = lookupWindow(ctx.clock);
  const [found] = await reading(ctx.clickhouse.query(findGatewayCall, { ...input, ...window }));
  if (found === undefined) throw notFound();
  const key = { projectId, ...found, ...window };
  const [[record], [text]] = await reading(
    Promise.all([
      ctx.clickhouse.query(getSpan, key),
      ctx.clickhouse.query(getSpanText, { ...key, maxCharacters: 0 }),
    ]),
  );
  if (record === undefined || text === undefined) throw notFound();
  const span = toTraceSpan(record, record.startUs);
  const attribute = (name: string): string | null => text.attributes[`gateway.${name}`] ?? null;
  return {
    requestId: input.requestId,
    traceId: found.traceId,
    observationId: found.spanId,
    startTime: span.startTime,
    endTime: span.endTime,
    outcome: attribute("outcome"),
    status: numberOrNull(attribute("status")),
    requestedModel: span.modelRequested,
    model: span.model,
    pool: attribute("pool"),
    replica: attribute("replica"),
    attempts: numberOrNull(attribute("attempts")),
    degraded: attribute("degraded"),
    usage: { input: span.inputTokens, output: span.outputTokens, total: span.totalTokens },
    usageEstimated: attribute("usage") === "estimated",
    costUsd: span.cost,
    apiPriceUsd: attribute("api_price_usd"),
    queueMs: numberOrNull(attribute("queue_ms")),
    overheadMs: numberOrNull(attribute("overhead_ms")),
    timeToFirstTokenMs: span.timeToFirstTokenMs,
    durationMs: span.durationMs,
  };
}

function notFound(): PlumblineError {
  return new PlumblineError("not_found", {
    message: "No call is stored under this request id. A call can be read a few seconds after its end.",
  });
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
