import type { Chat, ChatMessage } from "./content/chat.ts";
import type { SpanLayout } from "./layout-spans.ts";

export interface TranscriptEntry {
  node: number;
  /** The closest agent above (an agent's own, for itself); -1 when there is none. */
  agent: number;
  /** It speaks for another agent than the entry before it. */
  opensGroup: boolean;
  /** The generation of the same agent before this one, whose messages its input repeats; -1 for none. */
  previous: number;
}

const spoken = new Set(["GENERATION", "TOOL", "AGENT", "RETRIEVER", "GUARDRAIL", "EVALUATOR"]);

/**
 * What was said and done, in order of time: generations, tools and what checks them. A trace that has
 * none of them is told by its spans.
 */
export function buildTranscript({ nodes, order }: SpanLayout): TranscriptEntry[] {
  const told = order.filter((index) => {
    const node = nodes[index];
    // An agent speaks through what it calls; alone it speaks for itself.
    return node && spoken.has(node.span.kind) && !(node.span.kind === "AGENT" && node.children.length > 0);
  });
  const indexes = told.length > 0 ? told : order.filter((index) => nodes[index]?.span.kind !== "TRACE");
  const agents = agentsAbove(nodes, order);
  const startOf = (index: number) => nodes[index]?.span.offsetMs ?? 0;
  const lastOfAgent = new Map<number, number>();
  let group: number | null = null;
  return indexes
    .toSorted((left, right) => startOf(left) - startOf(right))
    .map((node) => {
      const agent = agents[node] ?? -1;
      const isGeneration = nodes[node]?.span.kind === "GENERATION";
      const entry = {
        node,
        agent,
        opensGroup: group !== agent,
        previous: isGeneration ? (lastOfAgent.get(agent) ?? -1) : -1,
      };
      group = agent;
      if (isGeneration) lastOfAgent.set(agent, node);
      return entry;
    });
}

/** Parents come before their children in the order, so one pass is enough. */
function agentsAbove(nodes: SpanLayout["nodes"], order: readonly number[]): Int32Array {
  const agents = new Int32Array(nodes.length).fill(-1);
  for (const index of order) {
    const node = nodes[index];
    if (!node) continue;
    agents[index] = node.span.kind === "AGENT" ? index : node.parent >= 0 ? (agents[node.parent] ?? -1) : -1;
  }
  return agents;
}

/** How many messages at the start of a conversation the previous turn already had, its answer included. */
export function countRepeated(current: Chat | null, before: readonly (Chat | null)[]): number {
  if (current === null) return 0;
  const known = before.flatMap((chat) => chat?.messages ?? []);
  let at = 0;
  while (at < known.length && at < current.messages.length) {
    const [left, right] = [known[at], current.messages[at]];
    if (!left || !right || !isSameMessage(left, right)) break;
    at += 1;
  }
  return at;
}

/** The same words from the same speaker; fields beside them (a finish reason) differ between turns. */
function isSameMessage(left: ChatMessage, right: ChatMessage): boolean {
  return left.role === right.role && JSON.stringify(left.parts) === JSON.stringify(right.parts);
}
