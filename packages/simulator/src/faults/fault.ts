import type { Exchange } from "./reply.ts";

/** When it shows: what a proxy can still do about it depends on that. */
export type FaultPhase =
  /** No useful answer begins: another replica can be asked. */
  | "before-first-frame"
  /** Something useful went out already. Not streamed, the body is broken. */
  | "after-first-frame"
  /** Unusual, and nothing is wrong with it: clients must get the whole answer. */
  | "harmless";

export interface Fault {
  phase: FaultPhase;
  /** For a number that the name does not give. */
  fallback: number;
  play(exchange: Exchange, parameter: number): void | Promise<void>;
}
