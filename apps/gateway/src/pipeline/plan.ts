import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import type { Call } from "./call.ts";
import { ClientReply } from "./client-reply.ts";
import { keepWaiting } from "./keep-waiting.ts";

/** The pools that may answer, in order. A key that is limited to models sees no others. */
export function plan(call: Call, deps: GatewayDeps): void {
  const { shape, key } = call;
  if (shape === null || key === null) throw new GatewayError("internal", "api_error");
  call.plan = deps.router.plan(shape);
  // In the same turn: the router and the connections are those of one snapshot.
  call.serveBy(deps.serving() ?? call.serving);
  const [first] = call.plan;
  const allowed = key.models;
  if (
    allowed !== null &&
    !allowed.includes(call.requestedModel) &&
    !allowed.includes(first?.pool.name ?? "")
  ) {
    throw new GatewayError("model_not_allowed", "auth", {
      message: `This key may not use the model "${call.requestedModel}".`,
      param: "model",
    });
  }
  call.pool = first?.pool ?? null;
  call.reply = new ClientReply(call.response, call.recordPolicy === "full");
  const totalMs = first?.pool.timeouts.total_ms ?? 0;
  if (totalMs > 0) call.limitTotal(totalMs);
  if (first !== undefined) keepWaiting(call, first.pool.timeouts);
}
