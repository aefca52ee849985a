import type { ReplicaView } from "./router-view.ts";

/** A call that the engine has and no worker of ours. */
const strangerTokens = 512;

/** Tokens still to be read and written there: of our own calls, of other workers', of strangers. */
export function queuedTokens(own: { tokens: number; calls: number }, view: ReplicaView): number {
  const knownCalls = own.calls + view.otherCalls;
  const strangers = view.load === null ? 0 : Math.max(0, view.load.running + view.load.waiting - knownCalls);
  return own.tokens + view.otherTokens + strangers * strangerTokens;
}
