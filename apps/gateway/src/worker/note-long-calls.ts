import type { GatewayDeps } from "../deps.ts";
import { noteUnderWay } from "../pipeline/record.ts";
import type { GatewayServer } from "../server.ts";

const everyMs = 500;

/** Every call that takes longer is written down as begun, so that killing this process hides none. */
export function noteLongCalls(
  { underWay }: Pick<GatewayServer, "underWay">,
  deps: GatewayDeps,
  afterMs: number,
): { stop(): void } {
  const timer = setInterval(() => {
    const begunBefore = performance.now() - afterMs;
    for (const call of underWay) {
      // They are in the order of their beginning.
      if (call.startedAt > begunBefore) return;
      try {
        noteUnderWay(call, deps);
      } catch (error) {
        deps.metrics.unexpected(error);
      }
    }
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
