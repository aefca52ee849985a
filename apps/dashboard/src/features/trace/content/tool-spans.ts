import type { Span } from "../../../trpc/types.ts";
import type { Chat } from "./chat.ts";
import type { ToolCall, Tools } from "./tools.ts";

/**
 * Calls that no message of the span answers, with the span in which the tool ran: a child of this span,
 * or one beside it that began after it did. Same name, in order.
 */
export function assignToolSpans(
  span: Span,
  spans: readonly Span[],
  chats: readonly (Chat | null)[],
  { results }: Pick<Tools, "results">,
): Map<ToolCall, Span> {
  const assigned = new Map<ToolCall, Span>();
  const candidates = spans.filter(
    (other) =>
      other.kind === "TOOL" &&
      (other.parentSpanId === span.spanId ||
        (other.parentSpanId === span.parentSpanId && other.offsetMs >= span.offsetMs)),
  );
  if (candidates.length === 0) return assigned;
  for (const chat of chats) {
    for (const part of chat?.messages.flatMap(({ parts }) => parts) ?? []) {
      if (part.type !== "tool-call" || results.has(part)) continue;
      const at = candidates.findIndex(({ name }) => isNamed(name, part.name));
      const [found] = at < 0 ? [] : candidates.splice(at, 1);
      if (found) assigned.set(part, found);
    }
  }
  return assigned;
}

/** By the conventions the span of a tool is called "execute_tool weather". */
const isNamed = (spanName: string, toolName: string) =>
  spanName === toolName || spanName === `execute_tool ${toolName}`;
