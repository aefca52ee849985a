import type { SpanKind } from "@plumbline/contracts/events";

/** `kind` absent: the body's own type says it, or (for a plain span's update) what was created does. */
export interface ObservationType {
  readonly op: "create" | "update";
  readonly kind?: SpanKind;
}

/**
 * Names of observation events. A span-update names no kind, because SDKs send it for agents and tools
 * too, and an update would overrule what the create said.
 */
export const observationTypes: ReadonlyMap<string, ObservationType> = new Map<string, ObservationType>([
  ["span-create", { op: "create", kind: "SPAN" }],
  ["generation-create", { op: "create", kind: "GENERATION" }],
  ["event-create", { op: "create", kind: "EVENT" }],
  ["agent-create", { op: "create", kind: "AGENT" }],
  ["tool-create", { op: "create", kind: "TOOL" }],
  ["chain-create", { op: "create", kind: "CHAIN" }],
  ["retriever-create", { op: "create", kind: "RETRIEVER" }],
  ["evaluator-create", { op: "create", kind: "EVALUATOR" }],
  ["embedding-create", { op: "create", kind: "EMBEDDING" }],
  ["guardrail-create", { op: "create", kind: "GUARDRAIL" }],
  ["span-update", { op: "update" }],
  ["generation-update", { op: "update", kind: "GENERATION" }],
  ["observation-create", { op: "create" }],
  ["observation-update", { op: "update" }],
]);
