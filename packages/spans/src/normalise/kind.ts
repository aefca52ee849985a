import { type SpanKind, spanKinds } from "@plumbline/contracts/events";
import { slotOf } from "../conventions/table.ts";
import type { Claims } from "./claims.ts";
import { unquoted } from "./unquoted.ts";

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
  ["prompt", "CHAIN"],
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
  ["workflow", "CHAIN"],
  ["agent_step", "CHAIN"],
  ["model_generation", "CHAIN"],
  ["turn", "CHAIN"],
  ["task", "CHAIN"],
  ["plan", "CHAIN"],
  ["execute_task", "CHAIN"],
  ["image", "GENERATION"],
  ["audio", "GENERATION"],
  ["mcp_tool_call", "TOOL"],
  ["agent", "AGENT"],
  ["vectordb", "RETRIEVER"],
  ["rerank", "RETRIEVER"],
  ["retrieval", "RETRIEVER"],
  ["search_memory", "RETRIEVER"],
]);

const traceloopKinds: KindNames = new Map<string, SpanKind>([
  ["workflow", "CHAIN"],
  ["task", "SPAN"],
  ["agent", "AGENT"],
  ["tool", "TOOL"],
]);

/** LangSmith's runs: only "llm" calls a model itself. */
const langsmithKinds: KindNames = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["embedding", "EMBEDDING"],
  ["tool", "TOOL"],
  ["retriever", "RETRIEVER"],
  ["chain", "CHAIN"],
  ["prompt", "CHAIN"],
  ["parser", "CHAIN"],
]);

const requestKinds: KindNames = new Map<string, SpanKind>([
  ["chat", "GENERATION"],
  ["completion", "GENERATION"],
  ["embedding", "EMBEDDING"],
  ["rerank", "RETRIEVER"],
]);

const mlflowKinds: KindNames = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["chat_model", "GENERATION"],
  ["embedding", "EMBEDDING"],
  ["agent", "AGENT"],
  ["tool", "TOOL"],
  ["retriever", "RETRIEVER"],
  ["reranker", "RETRIEVER"],
  ["chain", "CHAIN"],
  ["workflow", "CHAIN"],
  ["task", "CHAIN"],
  ["parser", "CHAIN"],
  ["guardrail", "GUARDRAIL"],
  ["evaluator", "EVALUATOR"],
]);

const genkitKinds: KindNames = new Map<string, SpanKind>([
  ["model", "GENERATION"],
  ["embedder", "EMBEDDING"],
  ["tool", "TOOL"],
  ["retriever", "RETRIEVER"],
  ["reranker", "RETRIEVER"],
  ["evaluator", "EVALUATOR"],
  ["agent", "AGENT"],
  ["flow", "CHAIN"],
  ["prompt", "CHAIN"],
]);

const lmnrKinds: KindNames = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["tool", "TOOL"],
  ["evaluator", "EVALUATOR"],
]);

const langwatchKinds: KindNames = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["agent", "AGENT"],
  ["tool", "TOOL"],
  ["rag", "RETRIEVER"],
  ["chain", "CHAIN"],
  ["workflow", "CHAIN"],
  ["component", "CHAIN"],
  ["module", "CHAIN"],
  ["guardrail", "GUARDRAIL"],
  ["evaluation", "EVALUATOR"],
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
  langsmithKind: slotOf("langsmithKind"),
  aiOperationId: slotOf("aiOperationId"),
  traceloopKind: slotOf("traceloopKind"),
  requestType: slotOf("requestType"),
  mlflowType: slotOf("mlflowType"),
  genkitType: slotOf("genkitType"),
  lmnrType: slotOf("lmnrType"),
  langwatchType: slotOf("langwatchType"),
  agentRun: slotOf("agentRun"),
  toolName: slotOf("toolName"),
  mcpMethod: slotOf("mcpMethod"),
  modelRequested: slotOf("modelRequested"),
  modelUsed: slotOf("modelUsed"),
};

function named(claims: Claims, at: number, names: KindNames): SpanKind | undefined {
  const text = claims.text(at);
  return text === undefined ? undefined : names.get(unquoted(text).toLowerCase());
}

/**
 * The first convention that names a kind wins; then the run of an agent, which repeats its model calls; then
 * a tool's name, then a model, else a plain span.
 */
export function kindOf(claims: Claims): SpanKind {
  const langfuse = named(claims, slot.langfuseType, langfuseKinds);
  if (langfuse !== undefined) return langfuse;
  claims.giveBack(slot.langfuseType);
  const aiOperation = claims.text(slot.aiOperationId);
  const kind =
    named(claims, slot.openinferenceKind, openinferenceKinds) ??
    named(claims, slot.langsmithKind, langsmithKinds) ??
    named(claims, slot.operationName, operationKinds) ??
    (aiOperation === undefined ? undefined : aiSdkKind(aiOperation)) ??
    named(claims, slot.traceloopKind, traceloopKinds) ??
    named(claims, slot.requestType, requestKinds) ??
    named(claims, slot.mlflowType, mlflowKinds) ??
    named(claims, slot.genkitType, genkitKinds) ??
    named(claims, slot.lmnrType, lmnrKinds) ??
    named(claims, slot.langwatchType, langwatchKinds);
  if (kind !== undefined) return kind;
  if (claims.role(slot.agentRun) !== null) return "AGENT";
  if (claims.role(slot.toolName) !== null || claims.text(slot.mcpMethod) === "tools/call") return "TOOL";
  // An operation that we do not know may wrap others: counting its tokens could count them twice.
  if (claims.role(slot.operationName) !== null || claims.role(slot.genkitType) !== null) return "SPAN";
  const hasModel = claims.role(slot.modelUsed) !== null || claims.role(slot.modelRequested) !== null;
  return hasModel ? "GENERATION" : "SPAN";
}
