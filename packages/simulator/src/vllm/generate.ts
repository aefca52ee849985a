import type { IncomingMessage, ServerResponse } from "node:http";
import { faultOf } from "../fault-catalogue.ts";
import type { Frame, Reply } from "../faults/reply.ts";
import { type JsonRecord, textOf } from "../http/json.ts";
import { planAnswer } from "../text/plan-answer.ts";
import { readDirectives } from "../text/read-directives.ts";
import { mix } from "../text/words.ts";
import { chatShape } from "./chat-shape.ts";
import { completionShape } from "./completion-shape.ts";
import { type Prompt, promptOfChat, promptOfItems, promptsOf } from "./prompt.ts";
import { type Generation, readGeneration, toolToCall } from "./read-generation.ts";
import { responsesShape } from "./responses-shape.ts";
import type { ServerState } from "./server-state.ts";
import type { Shape, Usage } from "./shape.ts";
import { type Choice, deliver } from "./stream-answer.ts";
import { badRequest, contextTooLong, queueFull, unknownModel } from "./vllm-error.ts";

export type Endpoint = "chat" | "completion" | "responses";

export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  body: JsonRecord;
}

const idKinds = { chat: "chatcmpl", completion: "cmpl", responses: "resp" } as const;

/** Serves chat, completions and responses: errors first, then a fault or an engine. */
export function generate(state: ServerState, endpoint: Endpoint, call: Call): void {
  const { settings } = state;
  const asked = readGeneration(call.body, settings.priorityScheduling);
  const fault = faultOf(asked.model);
  if (fault === null && !state.serves(asked.model)) throw unknownModel(asked.model);
  const prompt = readPrompt(endpoint, call.body, asked, settings.profile.blockSize);
  const choices = planChoices(state, asked, prompt);
  const model = asked.model === "" ? (settings.models[0] ?? "") : asked.model;
  const id = state.nextId(idKinds[endpoint], call.request).replace("resp-", "resp_");
  const heading = { id, created: Math.floor(Date.now() / 1_000), model };
  const shape = shapeOf(endpoint, heading, asked, call.body);
  const { request, response } = call;
  if (fault !== null) {
    const reply = replyOf(shape, choices, prompt.tokens, asked);
    const attempt = state.countAttempt(asked.model);
    const killServer = (): void => {
      state.dead = true;
    };
    void fault({ request, response, reply, paceMs: settings.faultPaceMs, attempt, killServer });
    return;
  }
  const driver = state.pickDriver();
  if (!driver.engine.admits(choices.length)) {
    state.admissionRejections += 1;
    throw queueFull();
  }
  deliver({
    driver,
    response,
    shape,
    promptTokens: prompt.tokens,
    choices,
    stream: asked.stream,
    includeUsage: asked.includeUsage,
    continuousUsage: asked.continuousUsage,
    tellsCached: settings.promptTokensDetails,
    keepAliveMs: settings.keepAliveMs,
    headers: requestIdHeader(state, request),
  });
}

function requestIdHeader({ settings }: ServerState, request: IncomingMessage): Record<string, string> {
  const id = request.headers["x-request-id"];
  return settings.requestIdHeaders && typeof id === "string" ? { "x-request-id": id } : {};
}

function readPrompt(endpoint: Endpoint, body: JsonRecord, asked: Generation, blockSize: number): Prompt {
  if (endpoint === "chat") return promptOfChat(body["messages"], body["tools"], blockSize, asked.cacheSalt);
  if (endpoint === "responses")
    return promptOfItems(body["input"], body["instructions"], body["tools"], blockSize);
  const [prompt, second] = promptsOf(body["prompt"], blockSize, asked.cacheSalt, "prompt");
  if (prompt === undefined || second !== undefined)
    throw badRequest("The simulator completes one prompt per request.", "prompt");
  return prompt;
}

function planChoices({ settings }: ServerState, asked: Generation, prompt: Prompt): Choice[] {
  const { maxModelLen, answerTokens } = settings.profile;
  const room = maxModelLen - prompt.tokens;
  if (room < 1 || (asked.maxTokens !== null && asked.maxTokens > room))
    throw contextTooLong(maxModelLen, prompt.tokens, asked.maxTokens);
  const directives = readDirectives(prompt.lastText);
  const tool = toolToCall(asked, prompt.answersTool);
  const composed = settings.compose({ text: prompt.lastText, tool: tool?.name ?? null });
  return Array.from({ length: asked.n }, (_, index) => {
    const answer = planAnswer({
      seed: settings.seed,
      composed,
      digest: mix(prompt.digest, index, 1),
      directives,
      answerTokens,
      maxTokens: asked.maxTokens ?? room,
      minTokens: asked.minTokens,
      stop: asked.stop,
      tool,
      schema: asked.schema,
    });
    return { answer, keys: keysOf(prompt, answer.tool === null ? answer.pieces : [], index === asked.n - 1) };
  });
}

/** Block keys of the prompt and of an answer in words, which a later turn of the talk may share. */
function keysOf({ hasher }: Prompt, pieces: readonly string[], isLast: boolean): readonly number[] {
  if (!isLast) return hasher.keys.slice();
  for (const piece of pieces) hasher.feed(piece);
  hasher.finish();
  return hasher.keys;
}

function shapeOf(
  endpoint: Endpoint,
  heading: { id: string; created: number; model: string },
  asked: Generation,
  body: JsonRecord,
): Shape {
  if (endpoint === "chat") return chatShape(heading, asked.toolChoice.kind === "named");
  if (endpoint === "completion")
    return completionShape(heading, body["echo"] === true ? textOf(body["prompt"]) : "");
  return responsesShape(heading);
}

/** The whole answer, for faults to send. */
function replyOf(shape: Shape, choices: readonly Choice[], promptTokens: number, asked: Generation): Reply {
  const completionTokens = choices.reduce((total, { answer }) => total + answer.pieces.length, 0);
  const usage: Usage = { promptTokens, completionTokens, cachedTokens: null };
  const frames: Frame[] = [];
  for (const [index, { answer }] of choices.entries()) {
    frames.push({ kind: "open", text: shape.open(index, answer) });
    for (const piece of answer.pieces) {
      frames.push({ kind: "piece", text: shape.piece(index, piece, answer, "") });
    }
    frames.push({ kind: "finish", text: shape.finish(index, answer, "", usage) });
  }
  if (asked.includeUsage) frames.push({ kind: "usage", text: shape.usage(usage) });
  frames.push({ kind: "done", text: shape.done });
  const error = (status: number, message: string): string =>
    JSON.stringify({
      error: { message, type: errorTypes[status] ?? "InternalServerError", param: null, code: status },
    });
  return {
    stream: asked.stream,
    contentType: "text/event-stream; charset=utf-8",
    frames: frames.filter(({ text }) => text !== ""),
    body: JSON.stringify(
      shape.full(
        choices.map(({ answer }) => answer),
        usage,
      ),
    ),
    errorFrame: `data: ${error(500, "EngineCore encountered an issue. See stack trace (above) for the root cause.")}\n\n`,
    errorBody: error,
  };
}

const errorTypes: Record<number, string> = {
  400: "BadRequestError",
  401: "AuthenticationError",
  429: "RateLimitError",
  503: "ServiceUnavailableError",
};
