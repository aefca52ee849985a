import type { SpanKind, SpanLevel } from "@plumbline/contracts/events";

/** Calls to a model; nothing else counts tokens of its own. */
const leafKinds: ReadonlySet<SpanKind> = new Set(["GENERATION", "EMBEDDING"]);

/**
 * Leaves that a client may price itself: a paid search, a paid index. Agents, chains, evaluators and
 * guardrails wrap model calls, so an amount on them repeats what their children say.
 */
const leafKindsWithGivenCost: ReadonlySet<SpanKind> = new Set(["TOOL", "RETRIEVER", "EVENT"]);

export type BillableReason =
  | "leaf"
  | "leaf-given-cost"
  | "leaf-partial-usage"
  | typeof repeatsChildren
  | "no-usage"
  | "failed-without-usage"
  | "not-a-model-call"
  | typeof recordedByGateway;

/** What this span used and cost is told by the spans below it. */
export const repeatsChildren = "repeats-children";

/** The gateway recorded the same call and counts for it; said afterwards, of a row that is stored. */
export const recordedByGateway = "also-recorded-by-gateway";

export function isLeafKind(kind: SpanKind): boolean {
  return leafKinds.has(kind);
}

/** Why a span with a given cost counts or not. */
export function billableWithGivenCost(kind: SpanKind): BillableReason {
  if (leafKinds.has(kind)) return "leaf";
  return leafKindsWithGivenCost.has(kind) ? "leaf-given-cost" : repeatsChildren;
}

/** Why a span that gives neither a cost nor, on a leaf, any tokens does not count. */
export function reasonWithoutCost(
  kind: SpanKind,
  level: SpanLevel | undefined,
  hasUsage: boolean,
): BillableReason {
  if (!leafKinds.has(kind)) return hasUsage ? repeatsChildren : "not-a-model-call";
  return level === "ERROR" ? "failed-without-usage" : "no-usage";
}

export function isBillable(reason: BillableReason): boolean {
  return reason === "leaf" || reason === "leaf-given-cost" || reason === "leaf-partial-usage";
}
