import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { countGpus } from "@plumbline/contracts/gateway-config";
import { decimalToPico, divideHalfEven, fitsCostColumn, picoToDecimal } from "@plumbline/pricing/money";
import type { GatewayDeps } from "../deps.ts";
import type { Call } from "./call.ts";

type OwnCost = NonNullable<GatewayCall["ownCost"]>;

/**
 * What a call cost on a machine of one's own: its tokens at the measured pace of the replica, else its time,
 * shared with the calls beside it. Undefined while nobody knows the machine's price or what was used.
 */
export function ownCost(call: Call, deps: GatewayDeps): OwnCost | undefined {
  const { replica, usage } = call;
  const gpuHourUsd = replica?.gpu_hour_usd;
  if (replica === null || gpuHourUsd === undefined || usage === undefined) return undefined;
  if (usage.input === undefined && usage.output === undefined) return undefined;
  const hourPico = decimalToPico(gpuHourUsd) * BigInt(countGpus(replica));
  const { tokensPerSecond } = deps.router.view(replica.id);
  if (tokensPerSecond === null || tokensPerSecond <= 0) return byTime(call, deps, hourPico, gpuHourUsd);
  const tokens = BigInt(Math.round((usage.input ?? 0) + (usage.output ?? 0)));
  const pico = divideHalfEven(hourPico * tokens * 1_000n, 3_600n * thousandths(tokensPerSecond));
  return fitsCostColumn(pico) ? { usd: picoToDecimal(pico), tokensPerSecond, gpuHourUsd } : undefined;
}

/** Before anything was measured. How many shared the machine is the mean of its beginning and its end. */
function byTime(call: Call, deps: GatewayDeps, hourPico: bigint, gpuHourUsd: string): OwnCost | undefined {
  const { replica } = call;
  const attempt = call.attempts.findLast(({ replicaId }) => replicaId === replica?.id);
  if (replica === null || attempt === undefined) return undefined;
  const micros = Math.max(0, attempt.endUs - attempt.startUs);
  const concurrency = 1 + (call.callsBeside + deps.router.callsAt(replica.id)) / 2;
  const pico = divideHalfEven(hourPico * BigInt(micros) * 1_000n, 3_600_000_000n * thousandths(concurrency));
  if (!fitsCostColumn(pico)) return undefined;
  return { usd: picoToDecimal(pico), seconds: micros / 1_000_000, concurrency, gpuHourUsd };
}

/** So that only whole numbers are divided. */
function thousandths(value: number): bigint {
  return BigInt(Math.max(1, Math.round(value * 1_000)));
}
