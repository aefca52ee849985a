import { type SpanKind, spanKinds } from "@plumbline/contracts/events";
import { slotOf } from "../conventions/table.ts";
import type { Claims } from "./claims.ts";

type KindNames = ReadonlyMap<string, SpanKind>;

const langfuseKinds: KindNames = new Map(
  spanKinds.filter((kind) => kind !== "TRACE").map((kind) => [kind.toLowerCase(), kind]),
);

const openinferenceKinds: KindNames = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["embedding", "EMBEDDING"],
  ["chain", "CHAIN"],
  ["retriever", "RETRIEVER"],
  ["reranker", "RETRIEVER"],
  ["tool", "TOOL"],
  ["agent", "AGENT"],
  ["guardrail", "GUARDRAIL"],
  ["evaluator", "EVALUATOR"],
]);

const operationKinds: KindNames = new Map<string, SpanKind>([
  ["chat", "GENERATION"],
  ["generate_content", "GENERATION"],
  ["text_completion", "GENERATION"],
  ["embeddings", "EMBEDDING"],
  ["execute_tool", "TOOL"],
  ["invoke_agent", "AGENT"],
  ["create_agent", "AGENT"],
  ["invoke_workflow", "CHAIN"],
  ["plan", "CHAIN"],
  ["retrieval", "RETRIEVER"],
  ["search_memory", "RETRIEVER"],
]);

const traceloopKinds: KindNames = new Map<string, SpanKind>([
  ["workflow", "CHAIN"],
  ["task", "SPAN"],
  ["agent", "AGENT"],
  ["tool", "TOOL"],
]);

/** Outer spans repeat the usage of their inner `.do…` span, so only the inner one is a model call. */
function aiSdkKind(operation: string): SpanKind | undefined {
  if (operation === "ai.toolCall") return "TOOL";
  if (operation.startsWith("ai.embed")) return operation.includes(".doEmbed") ? "EMBEDDING" : "SPAN";
  if (!operation.startsWith("ai.")) return undefined;
  return operation.includes(".do") ? "GENERATION" : "SPAN";
}

const slot = {
  langfuseType: slotOf("langfuseType"),
  openinferenceKind: slotOf("openinferenceKind"),
  operationName: slotOf("operationName"),
  aiOperationId: slotOf("aiOperationId"),
  traceloopKind: slotOf("traceloopKind"),
  toolName: slotOf("toolName"),
  mcpMethod: slotOf("mcpMethod"),
  modelRequested: slotOf("modelRequested"),
  modelUsed: slotOf("modelUsed"),
};

function named(claims: Claims, at: number, names: KindNames): SpanKind | undefined {
  const text = claims.text(at);
  return text === undefined ? undefined : names.get(text.toLowerCase());
}

/** The first convention that names a kind wins; then a tool's name, then a model, else a plain span. */
export function kindOf(claims: Claims): SpanKind {
  const langfuse = named(claims, slot.langfuseType, langfuseKinds);
  if (langfuse !== undefined) return langfuse;
  claims.giveBack(slot.langfuseType);
  const aiOperation = claims.text(slot.aiOperationId);
  const kind =
    named(claims, slot.openinferenceKind, openinferenceKinds) ??
    named(claims, slot.operationName, operationKinds) ??
    (aiOperation === undefined ? undefined : aiSdkKind(aiOperation)) ??
    named(claims, slot.traceloopKind, traceloopKinds);
  if (kind !== undefined) return kind;
  if (claims.role(slot.toolName) !== null || claims.text(slot.mcpMethod) === "tools/call") return "TOOL";
  const hasModel = claims.role(slot.modelUsed) !== null || claims.role(slot.modelRequested) !== null;
  return hasModel ? "GENERATION" : "SPAN";
}
