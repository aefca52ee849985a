import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { decimalToPico, divideHalfEven, picoToDecimal } from "@plumbline/pricing/money";
import type { GatewayDeps } from "../deps.ts";
import type { Call } from "./call.ts";

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

export function publicProviderOf(kind: Replica["kind"]): string | undefined {
  return providers[kind];
}

/** What was used: the engine's own count, else the frames of a stream that broke off, else unknown. */
export function settleUsage(call: Call): void {
  const { findings } = call;
  if (findings === null) return;
  if (findings.usage !== undefined) {
    call.usage = findings.usage;
    call.usageFrom = "upstream";
    return;
  }
  if (!call.stream || findings.frames === 0) return;
  call.usage = { output: findings.frames };
  call.usageFrom = "frames";
}

export interface PricedAs {
  provider?: string;
  model?: string;
}

/** By whose price list the call is priced; nothing for an own pool without a public sibling. */
export function pricedAs(call: Call): PricedAs {
  const { replica, pool } = call;
  if (replica === null) return {};
  const provider = providers[replica.kind];
  if (provider !== undefined) return { provider, model: call.findings?.model ?? replica.model };
  return pool?.priced_as === undefined ? {} : { model: pool.priced_as };
}

/** GPU time at the measured pace of the replica; undefined while nobody knows its price or its pace. */
export function ownCost(call: Call, deps: GatewayDeps): GatewayCall["ownCost"] {
  const { replica, usage } = call;
  const gpuHourUsd = replica?.gpu_hour_usd;
  if (replica === null || gpuHourUsd === undefined || usage?.output === undefined) return undefined;
  const { tokensPerSecond } = deps.router.view(replica.id);
  if (tokensPerSecond === null || tokensPerSecond <= 0) return undefined;
  const tokens = BigInt(Math.round((usage.input ?? 0) + usage.output));
  const hourPico = decimalToPico(gpuHourUsd) * BigInt(replica.gpus);
  // Tokens per second in thousandths, so that only whole numbers are divided.
  const pace = BigInt(Math.max(1, Math.round(tokensPerSecond * 1_000)));
  const pico = divideHalfEven(hourPico * tokens * 1_000n, 3_600n * pace);
  const cost = { usd: picoToDecimal(pico), tokensPerSecond, gpuHourUsd };
  const apiUsd = publicUsd(call, deps);
  return apiUsd === null ? cost : { ...cost, apiUsd };
}

/** By the price list of the provider, or of the model that an own pool is compared with. */
function publicUsd(call: Call, deps: GatewayDeps): string | null {
  const priced = pricedAs(call);
  const { usage, usageFrom, startUs } = call;
  if (priced.model === undefined || usage === undefined || usageFrom !== "upstream") return null;
  return deps.costOf({ operation: call.route.operation, startUs, usage, ...priced });
}

/** For the header of whole answers; null when it is not known. */
export function costUsd(call: Call, deps: GatewayDeps): string | null {
  if (call.usage === undefined || call.replica === null) return null;
  const own = ownCost(call, deps);
  if (own !== undefined) return own.usd;
  return publicProviderOf(call.replica.kind) === undefined ? null : publicUsd(call, deps);
}
