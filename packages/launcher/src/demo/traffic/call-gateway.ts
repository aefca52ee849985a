import type { Ask, Conversation } from "../script/conversation.ts";
import { models } from "../script/models.ts";
import { recordOf, textOf } from "./json.ts";
import { type Answer, readStream, readWhole } from "./read-answer.ts";

export interface Caller {
  gatewayUrl: string;
  key: string;
  sessionId: string;
  conversation: Conversation;
  /** The end of the demo. */
  signal: AbortSignal;
}

export interface Outcome {
  answer: Answer;
  /** Null when it went well, or when nobody waited for it any more. */
  failure: string | null;
  leftEarly: boolean;
}

const timeoutMs = 120_000;

/** One chat call as an application makes it, with the gateway's headers for who, what and why. */
export async function callModel(
  caller: Caller,
  traceparent: string,
  ask: Ask,
  messages: readonly object[],
): Promise<Outcome> {
  const { dialect, isStreamed, leavesAfterMs } = ask;
  const answer: Answer = { text: "", tool: null };
  const leaving = new AbortController();
  const timer = leavesAfterMs === null ? undefined : setTimeout(() => leaving.abort(), leavesAfterMs);
  const signal = AbortSignal.any([caller.signal, leaving.signal, AbortSignal.timeout(timeoutMs)]);
  const path = dialect === "anthropic" ? "/v1/messages" : "/v1/chat/completions";
  const body =
    dialect === "anthropic" ? anthropicBody(caller, ask, messages) : openaiBody(caller, ask, messages);
  try {
    const response = await fetch(`${caller.gatewayUrl}${path}`, {
      method: "POST",
      headers: headersOf(caller, traceparent, ask.priority, dialect),
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) return { answer, failure: await readFailure(response), leftEarly: false };
    if (isStreamed) await readStream(response, dialect, answer);
    else Object.assign(answer, await readWhole(response, dialect));
    return { answer, failure: null, leftEarly: false };
  } catch (error) {
    const leftEarly = leaving.signal.aborted || caller.signal.aborted;
    return { answer, failure: leftEarly ? null : messageOf(error), leftEarly };
  } finally {
    clearTimeout(timer);
  }
}

/** The embedding of a text; only that it was asked for matters here. Null, or what went wrong. */
export async function embed(caller: Caller, traceparent: string, text: string): Promise<string | null> {
  try {
    const response = await fetch(`${caller.gatewayUrl}/v1/embeddings`, {
      method: "POST",
      headers: headersOf(caller, traceparent, "interactive", "openai"),
      body: JSON.stringify({ model: models.embedding, input: text, dimensions: 256 }),
      signal: AbortSignal.any([caller.signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) return await readFailure(response);
    await response.arrayBuffer();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function headersOf(
  { key, sessionId, conversation }: Caller,
  traceparent: string,
  priority: Ask["priority"],
  dialect: Ask["dialect"],
): Record<string, string> {
  return {
    "content-type": "application/json",
    ...(dialect === "anthropic"
      ? { "x-api-key": key, "anthropic-version": "2023-06-01" }
      : { authorization: `Bearer ${key}` }),
    traceparent,
    "x-plumbline-session-id": sessionId,
    "x-plumbline-user-id": conversation.user,
    "x-plumbline-tags": conversation.tags.join(","),
    "x-plumbline-environment": "demo",
    "x-plumbline-priority": priority,
  };
}

function openaiBody({ conversation }: Caller, ask: Ask, messages: readonly object[]): object {
  const { tool, schema } = ask;
  return {
    model: ask.model,
    messages: [{ role: "system", content: conversation.system }, ...messages],
    max_tokens: ask.maxTokens,
    temperature: 0.2,
    ...(ask.isStreamed ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...(tool === null
      ? {}
      : {
          tools: [
            {
              type: "function",
              function: { name: tool.name, description: tool.description, parameters: tool.parameters },
            },
          ],
        }),
    ...(schema === null
      ? {}
      : { response_format: { type: "json_schema", json_schema: { name: "answer", schema } } }),
  };
}

function anthropicBody({ conversation }: Caller, ask: Ask, messages: readonly object[]): object {
  return {
    model: ask.model,
    system: conversation.system,
    messages,
    max_tokens: ask.maxTokens,
    stream: ask.isStreamed,
  };
}

async function readFailure(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const said = textOf(recordOf(recordOf(JSON.parse(text))["error"])["message"]);
    if (said !== "") return said;
  } catch {
    // Not JSON: the status has to do.
  }
  return `The gateway answered ${response.status}.`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
