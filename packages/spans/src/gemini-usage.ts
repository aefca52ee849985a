import { isRecord } from "./parsed-json.ts";
import { safeRecord } from "./safe-record.ts";
import { tokenCount } from "./token-count.ts";

/** Gemini's usage as its JavaScript and its Python client write it. */
const spellings = [
  {
    prompt: "promptTokenCount",
    toolPrompt: "toolUsePromptTokenCount",
    answer: "candidatesTokenCount",
    liveAnswer: "responseTokenCount",
    thoughts: "thoughtsTokenCount",
    cached: "cachedContentTokenCount",
    total: "totalTokenCount",
    promptDetails: "promptTokensDetails",
    cacheDetails: "cacheTokensDetails",
    answerDetails: "candidatesTokensDetails",
    detailCount: "tokenCount",
  },
  {
    prompt: "prompt_token_count",
    toolPrompt: "tool_use_prompt_token_count",
    answer: "candidates_token_count",
    liveAnswer: "response_token_count",
    thoughts: "thoughts_token_count",
    cached: "cached_content_token_count",
    total: "total_token_count",
    promptDetails: "prompt_tokens_details",
    cacheDetails: "cache_tokens_details",
    answerDetails: "candidates_tokens_details",
    detailCount: "token_count",
  },
] as const;

/**
 * Inclusive counts; undefined when it is another's usage. Thoughts are not among the candidates' tokens, and
 * what tools add to the prompt is not in its count; what was cached is.
 */
export function readGeminiUsage(value: Record<string, unknown>): Record<string, number> | undefined {
  const names = spellings.find(({ prompt, answer }) => prompt in value || answer in value);
  if (names === undefined) return undefined;
  const counts = safeRecord<number>();
  const thoughts = tokenCount(value[names.thoughts]);
  const answer = tokenCount(value[names.answer]) ?? tokenCount(value[names.liveAnswer]);
  put(counts, "input", sum(tokenCount(value[names.prompt]), tokenCount(value[names.toolPrompt])));
  put(counts, "output", sum(answer, thoughts));
  put(counts, "total", tokenCount(value[names.total]));
  put(counts, "input_cached_tokens", tokenCount(value[names.cached]));
  put(counts, "output_reasoning_tokens", thoughts);
  addModalities(counts, "input", value[names.promptDetails], names.detailCount);
  addModalities(counts, "input_cached", value[names.cacheDetails], names.detailCount);
  addModalities(counts, "output", value[names.answerDetails], names.detailCount);
  return Object.keys(counts).length === 0 ? undefined : counts;
}

function sum(count: number | undefined, more: number | undefined): number | undefined {
  return count === undefined && more === undefined ? undefined : (count ?? 0) + (more ?? 0);
}

function put(counts: Record<string, number>, name: string, count: number | undefined): void {
  if (count !== undefined) counts[name] = count;
}

/** [{ modality: "AUDIO", tokenCount: 3 }, …] */
function addModalities(counts: Record<string, number>, side: string, details: unknown, countName: string) {
  if (!Array.isArray(details)) return;
  for (const detail of details) {
    if (!isRecord(detail)) continue;
    const modality = String(detail["modality"]).toLowerCase();
    if (modality === "audio" || modality === "image") {
      put(counts, `${side}_${modality}_tokens`, tokenCount(detail[countName]));
    }
  }
}
