import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { findTraces, listTraceTexts, type TracePosition, type TraceRow } from "../trace/index.ts";

/** A trace of the conversation with what was said; long texts are cut, `complete` tells. */
export interface ConversationTurn {
  trace: TraceRow;
  input: TurnText | null;
  output: TurnText | null;
}

interface TurnText {
  text: string;
  complete: boolean;
}

export interface Conversation {
  /** In order of time. */
  turns: ConversationTurn[];
  next: TracePosition | null;
}

export interface GetConversationInput {
  projectId: string;
  sessionId: string;
  from: Date;
  to: Date;
  limit: number;
  after?: TracePosition;
}

/** Enough to read a turn; the trace's own page has the rest. */
const maxTextLength = 100_000;

/** A session replayed, a page of turns at a time. Throws `not_found` when the window has none of it. */
export async function getConversation(
  ctx: ServiceContext,
  input: GetConversationInput,
): Promise<Conversation> {
  const { projectId, sessionId, from, to, limit, after } = input;
  const { rows, next } = await findTraces(ctx, {
    projectId,
    from,
    to,
    filter: { type: "compare", field: "session", operator: "is", values: [sessionId] },
    orderBy: { column: "startTime", direction: "asc" },
    limit,
    ...(after === undefined ? {} : { after }),
  });
  if (rows.length === 0 && after === undefined) throw new PlumblineError("not_found");
  const texts = await listTraceTexts(ctx, { projectId, traceIds: rows.map(({ traceId }) => traceId) });
  const turns = rows.map((trace) => {
    const text = texts.get(trace.traceId);
    return { trace, input: cut(text?.input ?? null), output: cut(text?.output ?? null) };
  });
  return { turns, next };
}

function cut(text: string | null): TurnText | null {
  if (text === null) return null;
  return { text: text.slice(0, maxTextLength), complete: text.length <= maxTextLength };
}
