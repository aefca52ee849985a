import { setTimeout as sleep } from "node:timers/promises";
import type { Ask, Conversation, Search, ToolUse, Turn } from "../script/conversation.ts";
import type { AnswerCards } from "../world/answer-cards.ts";
import { type Caller, callModel, embed, type Outcome } from "./call-gateway.ts";
import { type OpenSpan, type OtlpSpan, startTrace, type Trace } from "./trace.ts";

export interface Stage {
  gatewayUrl: string;
  keyOf: (feature: Conversation["feature"]) => string;
  cards: AnswerCards;
  takeSpan: (span: OtlpSpan) => void;
  /** Makes the sessions of this run differ from those of the run before. */
  runName: string;
  signal: AbortSignal;
}

/** Plays one conversation from its first question to its last answer; a trace per turn. */
export async function playConversation(stage: Stage, conversation: Conversation): Promise<void> {
  const caller: Caller = {
    gatewayUrl: stage.gatewayUrl,
    key: stage.keyOf(conversation.feature),
    sessionId: `support-${stage.runName}-${conversation.place}`,
    conversation,
    signal: stage.signal,
  };
  const said: object[] = [];
  for (const turn of conversation.turns) {
    await sleep(turn.pauseMs, undefined, { signal: stage.signal });
    const goesOn = await playTurn(stage, caller, turn, said);
    if (!goesOn) return;
  }
}

/** False when the customer has gone, or got no answer. */
async function playTurn(stage: Stage, caller: Caller, turn: Turn, said: object[]): Promise<boolean> {
  const { conversation, sessionId } = caller;
  const { question, search, ask } = turn;
  stage.cards.put(question, {
    answer: ask.answer,
    toolArguments: ask.tool === null ? null : JSON.stringify(ask.tool.arguments),
  });
  const trace = startTrace(stage.takeSpan);
  const root = trace.start("answer customer", null, {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "support-assistant",
    "langfuse.trace.name": conversation.title,
    "langfuse.trace.tags": conversation.tags,
    "session.id": sessionId,
    "user.id": conversation.user,
    "plumbline.feature": conversation.feature,
    "input.value": question,
  });
  const failedSearch = search === null ? null : await lookUp(caller, trace, root, question, search);
  if (failedSearch !== null) {
    root.end({}, failedSearch);
    return false;
  }
  said.push(...messagesOf(turn));
  const { answer, failure, leftEarly } = await askModel(stage, caller, { trace, root, ask, said });
  said.push({ role: "assistant", content: answer.text });
  root.end(
    { "output.value": answer.text, ...(leftEarly ? { "app.customer_left": true } : {}) },
    failure ?? undefined,
  );
  return failure === null && !leftEarly;
}

/** What the customer said, after what was found or attached: a model answers the last text. */
function messagesOf({ question, attachment, search, ask }: Turn): object[] {
  const pages = search?.found.map(({ title, text }) => `## ${title}\n${text}`).join("\n\n");
  const context = attachment ?? pages;
  if (context === undefined) return [{ role: "user", content: question }];
  if (ask.dialect === "openai") {
    return [
      { role: "system", content: context },
      { role: "user", content: question },
    ];
  }
  const cache = attachment === null ? {} : { cache_control: { type: "ephemeral" } };
  const content = [
    { type: "text", text: context, ...cache },
    { type: "text", text: question },
  ];
  return [{ role: "user", content }];
}

/** Null, or what went wrong. */
async function lookUp(
  caller: Caller,
  trace: Trace,
  root: OpenSpan,
  question: string,
  { found, takesMs }: Search,
): Promise<string | null> {
  const span = trace.start("search help pages", root, {
    "openinference.span.kind": "RETRIEVER",
    "input.value": question,
  });
  const failure = await embed(caller, span.traceparent, question);
  if (failure === null) await sleep(takesMs);
  span.end(failure === null ? { "output.value": JSON.stringify(found) } : {}, failure ?? undefined);
  return failure;
}

interface Asking {
  trace: Trace;
  root: OpenSpan;
  ask: Ask;
  said: object[];
}

/** The model's answer; with a tool, what it says after the tool was run. */
async function askModel(stage: Stage, caller: Caller, { trace, root, ask, said }: Asking): Promise<Outcome> {
  const first = await callModel(caller, root.traceparent, ask, said);
  const { tool } = first.answer;
  if (ask.tool === null || tool === null || first.failure !== null || first.leftEarly) return first;
  const result = JSON.stringify(ask.tool.result);
  stage.cards.put(result, { answer: ask.answer, toolArguments: null });
  await runTool(trace, root, ask.tool, tool);
  const call = { id: tool.id, type: "function", function: { name: tool.name, arguments: tool.arguments } };
  said.push(
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: tool.id, content: result },
  );
  return callModel(caller, root.traceparent, ask, said);
}

async function runTool(
  trace: Trace,
  root: OpenSpan,
  { name, result, takesMs, failure }: ToolUse,
  called: { id: string; arguments: string },
): Promise<void> {
  const span = trace.start(`execute_tool ${name}`, root, {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": name,
    "gen_ai.tool.call.id": called.id,
    "gen_ai.tool.call.arguments": called.arguments,
  });
  await sleep(takesMs);
  span.end({ "gen_ai.tool.call.result": JSON.stringify(result) }, failure ?? undefined);
}
