import { faultOf } from "../fault-catalogue.ts";
import { wait } from "../faults/reply.ts";
import { numberOf, textOf } from "../http/json.ts";
import { sendJson } from "../http/send.ts";
import { mix } from "../text/words.ts";
import type { Call } from "./generate.ts";
import { type Prompt, promptsOf } from "./prompt.ts";
import type { ServerState } from "./server-state.ts";
import { contextTooLong, unknownModel } from "./vllm-error.ts";

const usualDimensions = 1_024;

/** A direction of length 1 that follows from seed and text. */
export function vectorOf(seed: number, digest: number, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, (_, place) => mix(seed, digest, place) / 2 ** 31 - 1);
  const length = Math.sqrt(values.reduce((total, value) => total + value * value, 0)) || 1;
  return values.map((value) => value / length);
}

export async function embed(state: ServerState, { request, response, body }: Call): Promise<void> {
  const { settings } = state;
  const model = textOf(body["model"]);
  const fault = faultOf(model);
  if (fault === null && !state.serves(model)) throw unknownModel(model);
  const { blockSize, maxModelLen, prefillTokensPerSecond } = settings.profile;
  const prompts = promptsOf(body["input"], blockSize, "", "input");
  const tooLong = prompts.find(({ tokens }) => tokens > maxModelLen);
  if (tooLong !== undefined) throw contextTooLong(maxModelLen, tooLong.tokens, null);
  const tokens = prompts.reduce((total, prompt) => total + prompt.tokens, 0);
  const answer = {
    id: state.nextId("embd", request),
    object: "list",
    created: Math.floor(Date.now() / 1_000),
    model,
    data: dataOf(
      state,
      prompts,
      numberOf(body["dimensions"]) ?? usualDimensions,
      body["encoding_format"] === "base64",
    ),
    usage: { prompt_tokens: tokens, total_tokens: tokens, completion_tokens: 0, prompt_tokens_details: null },
  };
  if (fault !== null) {
    const reply = {
      stream: false,
      contentType: "application/json",
      frames: [],
      body: JSON.stringify(answer),
      errorFrame: "",
      errorBody: (status: number, message: string) =>
        JSON.stringify({ error: { message, type: "InternalServerError", param: null, code: status } }),
    };
    const attempt = state.countAttempt(model);
    return fault({
      request,
      response,
      reply,
      paceMs: settings.faultPaceMs,
      attempt,
      killServer: () => undefined,
    });
  }
  const prefillMs = prefillTokensPerSecond === 0 ? 0 : (tokens / prefillTokensPerSecond) * 1_000;
  if (prefillMs > 0) await wait(prefillMs * settings.timeScale);
  state.drivers[0]?.engine.metrics.requestPromptTokens.observe(tokens);
  if (!response.destroyed) sendJson(response, 200, answer);
}

function dataOf(
  { settings }: ServerState,
  prompts: readonly Prompt[],
  dimensions: number,
  base64: boolean,
): unknown[] {
  return prompts.map(({ digest }, index) => {
    const vector = vectorOf(settings.seed, digest, dimensions);
    const embedding = base64 ? Buffer.from(Float32Array.from(vector).buffer).toString("base64") : vector;
    return { index, object: "embedding", embedding };
  });
}
