import type { TextAnswer } from "@plumbline/egress/request-text";
import { refusedAddressCode } from "@plumbline/egress/upstream-pool";
import { readEngineLoad } from "@plumbline/routing/engine-load";

export interface ReplicaCheck {
  /** What was asked, as in "GET /health". */
  asked: string;
  /** null: it says nothing about whether calls work. */
  ok: boolean | null;
  tookMs: number;
  saw: string;
  /** What to do about it. */
  todo: string | null;
}

export function describePage(asked: string, answer: TextAnswer, good: string): ReplicaCheck {
  const { tookMs } = answer;
  if (!answer.ok) return { asked, ok: false, tookMs, ...failureOf(answer) };
  if (answer.status < 400) return { asked, ok: true, tookMs, saw: good, todo: null };
  return {
    asked,
    ok: false,
    tookMs,
    saw: `It answered ${answer.status}.`,
    todo: "Check the URL and the kind.",
  };
}

export function describeMetrics(asked: string, answer: TextAnswer): ReplicaCheck {
  const page = describePage(asked, answer, "");
  if (!answer.ok || answer.status >= 400) {
    return {
      ...page,
      ok: null,
      todo: "Without it, routing goes by what the gateway itself sent. Set metrics_url if it is elsewhere.",
    };
  }
  const load = readEngineLoad(answer.text);
  if (load === null) {
    return {
      ...page,
      ok: null,
      saw: "The page names no running or waiting requests.",
      todo: "Check the kind.",
    };
  }
  const kv = load.kvCacheUse === undefined ? "" : `, KV cache ${Math.round(load.kvCacheUse * 100)} %`;
  return { ...page, saw: `${load.running} running, ${load.waiting} waiting${kv}.` };
}

function failureOf({ code, message }: { code: string; message: string }): { saw: string; todo: string } {
  if (code === refusedAddressCode) {
    return {
      saw: message.split(". ")[0] ?? message,
      todo: "Private addresses need the operator: name the host in EGRESS_ALLOW_PRIVATE and restart the gateway.",
    };
  }
  if (code === "TIMEOUT" || code === "UND_ERR_CONNECT_TIMEOUT") {
    return { saw: "No answer in time.", todo: "Check that the host is up and the port is open from here." };
  }
  if (code === "ECONNREFUSED") {
    return { saw: "Nothing listens there.", todo: "Start the model's server, or correct the port." };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { saw: "There is no such host.", todo: "Correct the host name." };
  }
  return {
    saw: `The connection failed (${code}).`,
    todo: "Check http or https, and that it is a model's server.",
  };
}
