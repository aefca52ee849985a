import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { GatewayDeps } from "../deps.ts";
import type { Call, CallPrice } from "./call.ts";
import { ownCost } from "./own-cost.ts";

/** Whose public prices a kind of replica has; engines of one's own have none. */
const providers: Readonly<Partial<Record<Replica["kind"], string>>> = {
  openai: "openai",
  azure: "azure",
  anthropic: "anthropic",
  gemini: "google",
  cohere: "cohere",
  mistral: "mistral",
  together: "together",
};

/** Named, so that nobody takes their models for those that a provider sells under the same names. */
const engines: Readonly<Partial<Record<Replica["kind"], string>>> = {
  vllm: "vllm",
  sglang: "sglang",
  tgi: "tgi",
  tgi_native: "tgi",
  ollama: "ollama",
  ollama_native: "ollama",
  lmstudio: "lmstudio",
  llamacpp: "llamacpp",
};

export function publicProviderOf(kind: Replica["kind"]): string | undefined {
  return providers[kind];
}

/**
 * What was used: the engine's own count, else the frames of a stream without one and its prompt by its
 * length, else unknown.
 */
export function settleUsage(call: Call): void {
  const { findings } = call;
  if (findings === null) return;
  if (findings.usage !== undefined) {
    call.usage = findings.usage;
    call.usageFrom = "upstream";
    return;
  }
  if (!call.stream || findings.frames === 0) return;
  call.usage = { ...promptUsage(call), output: findings.frames };
  call.usageFrom = "frames";
}

/**
 * A call that was stopped before anything of its answer came, after an upstream had got it: the prompt was
 * read, or would have been. Of an answer that is not streamed nobody can say how far it had been written.
 */
export function estimateStopped(call: Call): void {
  if (!call.mayBeBilled) return;
  const usage = { ...promptUsage(call), ...(call.stream ? { output: 0 } : {}) };
  if (usage.input === undefined) return;
  call.usage = usage;
  call.usageFrom = "estimate";
}

/** By its length, as routing weighs it; what has no text to be measured is unknown. */
function promptUsage({ shape }: Call): { input?: number } {
  const tokens = shape?.promptTokens ?? 0;
  return tokens > 0 ? { input: tokens } : {};
}

/** Who answered, or was asked last, and the model that did it. */
export function servedBy({ replica, findings }: Call): Pick<GatewayCall, "provider" | "model"> {
  if (replica === null) return {};
  const provider = providers[replica.kind] ?? engines[replica.kind];
  const model = findings?.model ?? replica.model;
  return provider === undefined ? { model } : { provider, model };
}

/** Worked out once when the usage is known, since header, record and metrics must not differ. */
export function priceOf(call: Call, deps: GatewayDeps): CallPrice {
  if (call.usage === undefined) return { usd: null, sibling: siblingPrice(call, deps) };
  call.price ??= settlePrice(call, deps);
  return call.price;
}

function settlePrice(call: Call, deps: GatewayDeps): CallPrice {
  const own = ownCost(call, deps);
  const sibling = siblingPrice(call, deps);
  return { usd: own?.usd ?? sibling?.usd ?? publicUsd(call, deps), own, sibling };
}

/** By the public price of the model that an operator names for a pool without a price list of its own. */
function siblingPrice(call: Call, deps: GatewayDeps): GatewayCall["pricedAs"] {
  const { replica, pool, usage, startUs } = call;
  const model = pool?.priced_as;
  if (replica === null || model === undefined || providers[replica.kind] !== undefined) return undefined;
  if (usage === undefined) return { model };
  const price = deps.costOf({ operation: call.route.operation, startUs, usage, model });
  return price === null ? { model } : { model, ...price };
}

function publicUsd(call: Call, deps: GatewayDeps): string | null {
  const { replica, usage, usageFrom, startUs } = call;
  if (usage === undefined || replica === null || usageFrom !== "upstream") return null;
  return deps.costOf({ operation: call.route.operation, startUs, usage, ...servedBy(call) })?.usd ?? null;
}
