import { randomUUID } from "node:crypto";
import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { requestOnce } from "@plumbline/egress/request-once";
import type { TextAnswer } from "@plumbline/egress/request-text";
import { prepareShortChat } from "@plumbline/providers/short-chat";
import { pathFor, supportOf, targetOf } from "@plumbline/providers/upstream-target";
import { describeMetrics, describePage, type ReplicaCheck } from "./describe-page.ts";
import { probePages } from "./probe-pages.ts";

const pageTimeoutMs = 5_000;
const callTimeoutMs = 30_000;

const engines: ReadonlySet<ReplicaKind> = new Set<ReplicaKind>([
  "vllm",
  "sglang",
  "tgi",
  "tgi_native",
  "llamacpp",
]);

/** The call decides; the pages tell why, and whether the load is seen. */
export async function probeReplica(
  replica: Replica,
  allowedPrivate: readonly string[],
): Promise<ReplicaCheck[]> {
  const { origin } = targetOf(replica);
  const get = (path: string, headers: string[] = []): Promise<TextAnswer> =>
    requestOnce(origin, { method: "GET", path, headers, body: null }, options(pageTimeoutMs));
  const options = (timeoutMs: number): { allowedPrivate: readonly string[]; timeoutMs: number } => ({
    allowedPrivate,
    timeoutMs,
  });
  const checks: Promise<ReplicaCheck>[] = [callOnce(replica, options(callTimeoutMs))];
  if (engines.has(replica.kind)) {
    checks.push(get("/health").then((answer) => describePage("GET /health", answer, "It says it is well.")));
    if (replica.kind !== "llamacpp" && replica.metrics_url === undefined) {
      checks.push(get("/metrics").then((answer) => describeMetrics("GET /metrics", answer)));
    }
  }
  checks.push(...probePages(replica, options(pageTimeoutMs)));
  if (supportOf(replica.kind, "chat") === "same" && replica.kind !== "azure") {
    const path = pathFor(replica, "/v1/models", "");
    checks.push(get(path, modelHeaders(replica)).then((answer) => describeModels(path, answer, replica)));
  }
  return Promise.all(checks);
}

async function callOnce(
  replica: Replica,
  options: { allowedPrivate: readonly string[]; timeoutMs: number },
): Promise<ReplicaCheck> {
  const asked = "A call of one token";
  if (supportOf(replica.kind, "chat") !== "same") {
    return {
      asked,
      ok: null,
      tookMs: 0,
      saw: `Calls to ${replica.kind} are translated by the gateway and are not tried from here.`,
      todo: "Send one call through the gateway and look at its trace.",
    };
  }
  const { path, headers, body } = prepareShortChat(replica, `test_${randomUUID()}`);
  const answer = await requestOnce(
    targetOf(replica).origin,
    { method: "POST", path, headers, body },
    options,
  );
  const described = describePage(asked, answer, "It answered.");
  return answer.ok && answer.status >= 400 ? { ...described, ...adviceOn(answer, replica) } : described;
}

/** The credentials of a call, without what describes its body. */
function modelHeaders(replica: Replica): string[] {
  const { headers } = prepareShortChat(replica, "");
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? "";
    if (!/^content-/i.test(name)) kept.push(name, headers[at + 1] ?? "");
  }
  return kept;
}

function adviceOn(answer: { status: number; text: string }, replica: Replica): { saw: string; todo: string } {
  const said = errorText(answer.text);
  const saw = `It answered ${answer.status}${said === "" ? "" : `: ${said}`}`;
  if (answer.status === 401 || answer.status === 403) {
    return { saw, todo: "Enter its key again under Secrets, and refer to it as api_key: secret:NAME." };
  }
  if (answer.status === 404) {
    return { saw, todo: `Check the URL, and that it serves a model called "${replica.model}".` };
  }
  if (answer.status === 429) return { saw, todo: "Its limit is reached; try again later." };
  return answer.status >= 500
    ? { saw, todo: "Look into the log of the model's server." }
    : { saw, todo: `Check the kind (${replica.kind}) and the model's name.` };
}

function describeModels(path: string, answer: TextAnswer, replica: Replica): ReplicaCheck {
  const page = describePage(`GET ${path}`, answer, "");
  if (!answer.ok || answer.status >= 400) return { ...page, ok: null };
  const names = modelNames(answer.text);
  if (names === null) return { ...page, ok: null, saw: "It gave no list of models.", todo: null };
  const shown = names.slice(0, 5).join(", ");
  const saw = `It serves ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ""}.`;
  if (names.includes(replica.model)) return { ...page, saw };
  return { ...page, ok: null, saw, todo: `"${replica.model}" is not among them: set model to one of these.` };
}

function modelNames(text: string): string[] | null {
  const body = parse(text);
  if (typeof body !== "object" || body === null || !("data" in body) || !Array.isArray(body.data))
    return null;
  const names: unknown[] = body.data.map((each: unknown) =>
    typeof each === "object" && each !== null && "id" in each ? each.id : null,
  );
  return names.filter((name) => typeof name === "string").map((name) => name.slice(0, 200));
}

/** An upstream's own words, short. */
function errorText(text: string): string {
  const body = parse(text);
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : body;
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return typeof message === "string" ? message.slice(0, 300) : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
