import type { GatewayDeps } from "../deps.ts";
import { errorBody, errorFrame } from "../http/error-body.ts";
import { type GatewayError, toGatewayError } from "../http/gateway-error.ts";
import { ownHeaders } from "../http/response-headers.ts";
import { authenticate } from "./authenticate.ts";
import type { Call } from "./call.ts";
import { ClientReply } from "./client-reply.ts";
import { dispatch } from "./dispatch.ts";
import { plan } from "./plan.ts";
import { readCall } from "./read-call.ts";
import { receive } from "./receive.ts";
import { record } from "./record.ts";

interface Step {
  readonly name: string;
  run(call: Call, deps: GatewayDeps): Promise<void> | void;
}

/**
 * What happens to a call, in this order. Limits, budgets and caches find their places between reading
 * and planning. `dispatch` queues, attempts, translates, forwards and settles; recording follows whatever
 * happened.
 */
const pipeline: readonly Step[] = [
  { name: "authenticate", run: authenticate },
  { name: "receive", run: receive },
  { name: "read-call", run: readCall },
  { name: "plan", run: plan },
  { name: "dispatch", run: dispatch },
];

/** Never rejects: whatever goes wrong is an answer. */
export async function runPipeline(call: Call, deps: GatewayDeps): Promise<void> {
  const { response } = call;
  response.once("close", () => {
    if (!response.writableFinished) call.abort.fire("client_closed");
  });
  // A write that meets a connection just gone is told by "close" as well.
  response.on("error", ignore);
  try {
    for (const step of pipeline) {
      const running = step.run(call, deps);
      if (running !== undefined) await running;
    }
  } catch (error) {
    const failure = toGatewayError(error);
    if (failure.answer.code === "internal") deps.metrics.unexpected(error);
    guarded(
      deps,
      () => answerError(call, failure),
      () => call.response.destroy(),
    );
  }
  call.close();
  guarded(deps, () => record(call, deps));
}

/** What goes wrong while a call is brought to its end must not end this process. */
function guarded(deps: GatewayDeps, step: () => void, otherwise: () => void = ignore): void {
  try {
    step();
  } catch (error) {
    deps.metrics.unexpected(error);
    otherwise();
  }
}

function ignore(): void {
  return;
}

function answerError(call: Call, error: GatewayError): void {
  const { answer, passedOn } = error;
  call.outcome = error.outcome;
  call.errorMessage = answer.message;
  const reply = call.reply ?? new ClientReply(call.response, false);
  call.reply = reply;
  if (reply.begun) {
    reply.cut(null);
    return;
  }
  if (error.outcome === "client_closed") {
    // Nobody reads it; the status is nginx's word for the log.
    reply.status = 499;
    call.response.destroy();
    return;
  }
  if (reply.opened) {
    reply.cut(errorFrame(call.route.dialect, answer));
    return;
  }
  const body = passedOn?.body ?? Buffer.from(errorBody(call.route.dialect, answer));
  const headers = ownHeaders(call);
  headers.push("content-type", passedOn?.contentType ?? "application/json; charset=utf-8");
  headers.push("content-length", String(body.length));
  if (error.retryAfterMs !== undefined) {
    headers.push("retry-after", String(Math.max(1, Math.ceil(error.retryAfterMs / 1_000))));
    headers.push("retry-after-ms", String(Math.ceil(error.retryAfterMs)));
  }
  // A body that was not read to its end would be taken for the next request.
  if (!call.request.complete) headers.push("connection", "close");
  reply.begin(answer.status, headers);
  reply.end(body);
}
