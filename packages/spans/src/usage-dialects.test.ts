import { describe, expect, it } from "vitest";
import { fieldsOf } from "./otlp.test-data.ts";
import { settleUsage } from "./settle-usage.ts";

const settled = (attributes: Record<string, unknown>) => {
  const { usageDetails, usageConvention } = fieldsOf({ "gen_ai.operation.name": "chat", ...attributes });
  return settleUsage(usageDetails, usageConvention);
};
const int = (intValue: number) => ({ intValue });
const map = (usage: unknown) => settled({ "langfuse.observation.usage_details": JSON.stringify(usage) });

describe("what providers return, handed on as it came", () => {
  it.each([
    [
      "OpenAI: parts lie within",
      {
        prompt_tokens: 120,
        completion_tokens: 40,
        total_tokens: 160,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 16 },
      },
      { inputTokens: 120, outputTokens: 40, totalTokens: 160, cacheReadTokens: 64, reasoningTokens: 16 },
    ],
    [
      "OpenAI realtime: what was cached has parts of its own",
      {
        total_tokens: 400,
        input_tokens: 300,
        output_tokens: 100,
        input_token_details: {
          text_tokens: 100,
          audio_tokens: 200,
          cached_tokens: 128,
          cached_tokens_details: { text_tokens: 28, audio_tokens: 100 },
        },
        output_token_details: { text_tokens: 20, audio_tokens: 80 },
      },
      {
        inputTokens: 300,
        outputTokens: 100,
        totalTokens: 400,
        cacheReadTokens: 128,
        cacheReadAudioTokens: 100,
        inputAudioTokens: 200,
        outputAudioTokens: 80,
      },
    ],
    [
      "Anthropic: the cache lies beside",
      {
        input_tokens: 7,
        cache_creation_input_tokens: 2_000,
        cache_read_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 1_500 },
        output_tokens: 255,
        service_tier: "standard",
        server_tool_use: { web_search_requests: 2 },
      },
      {
        inputTokens: 2_012,
        outputTokens: 255,
        totalTokens: 2_267,
        cacheReadTokens: 5,
        cacheWrite5mTokens: 500,
        cacheWrite1hTokens: 1_500,
      },
    ],
    [
      "Gemini: thoughts and what tools add lie beside, the cache within",
      {
        promptTokenCount: 11_500,
        candidatesTokenCount: 1_000,
        thoughtsTokenCount: 10_000,
        toolUsePromptTokenCount: 50,
        cachedContentTokenCount: 10_000,
        totalTokenCount: 22_550,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 11_000 },
          { modality: "AUDIO", tokenCount: 500 },
        ],
        cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 400 }],
      },
      {
        inputTokens: 11_550,
        outputTokens: 11_000,
        totalTokens: 22_550,
        cacheReadTokens: 10_000,
        cacheReadAudioTokens: 400,
        inputAudioTokens: 500,
        reasoningTokens: 10_000,
      },
    ],
    [
      "Gemini in Python, without a total",
      { prompt_token_count: 10, candidates_token_count: 2, thoughts_token_count: 1, labels: null },
      { inputTokens: 10, outputTokens: 3, totalTokens: 13, reasoningTokens: 1 },
    ],
    [
      "Gemini that only thought",
      { promptTokenCount: 10, thoughtsTokenCount: 8, totalTokenCount: 18 },
      { inputTokens: 10, outputTokens: 8, totalTokens: 18, reasoningTokens: 8 },
    ],
    [
      "Bedrock: the cache lies beside, with its lifetimes in a list",
      {
        inputTokens: 10,
        outputTokens: 4,
        totalTokens: 1_514,
        cacheReadInputTokens: 500,
        cacheWriteInputTokens: 1_000,
        cacheDetails: [{ ttl: "1h", inputTokens: 600 }, { ttl: "5m", inputTokens: 400 }, null],
      },
      {
        inputTokens: 1_510,
        outputTokens: 4,
        totalTokens: 1_514,
        cacheReadTokens: 500,
        cacheWrite5mTokens: 400,
        cacheWrite1hTokens: 600,
      },
    ],
    [
      "Bedrock that wrote less than it read afresh, without a total",
      { inputTokens: 1_000, outputTokens: 4, cacheWriteInputTokens: 10 },
      { inputTokens: 1_010, outputTokens: 4, totalTokens: 1_014, cacheWrite5mTokens: 10 },
    ],
    [
      "xAI: reasoning lies beside, as the total tells",
      {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        completion_tokens_details: { reasoning_tokens: 94 },
      },
      { inputTokens: 32, outputTokens: 103, totalTokens: 135, reasoningTokens: 94 },
    ],
    [
      "DeepSeek: hits and misses are the input",
      {
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 105,
        prompt_cache_hit_tokens: 80,
        prompt_cache_miss_tokens: 20,
        prompt_tokens_details: { cached_tokens: 80 },
      },
      { inputTokens: 100, outputTokens: 5, totalTokens: 105, cacheReadTokens: 80 },
    ],
    [
      "Cohere's billed units say nothing that is no count",
      { input_tokens: 12, output_tokens: 3, search_units: 1, cost: 0.25 },
      { inputTokens: 12, outputTokens: 3, totalTokens: 15 },
    ],
  ])("%s", (_what, usage, expected) => {
    expect(map(usage)).toEqual(expected);
  });
});

describe("AI SDK, generation by generation, of one call: 100 fresh, 40 read, 10 written, 7 out", () => {
  const truth = {
    inputTokens: 150,
    outputTokens: 7,
    totalTokens: 157,
    cacheReadTokens: 40,
    cacheWrite5mTokens: 10,
  };
  const raw = { input_tokens: 100, cache_read_input_tokens: 40, cache_creation_input_tokens: 10 };
  const metadata = (value: unknown) => ({ "ai.response.providerMetadata": JSON.stringify(value) });
  const model = { "ai.operationId": "ai.generateText.doGenerate" };

  it.each([
    [
      "4",
      {
        "ai.usage.promptTokens": int(100),
        "ai.usage.completionTokens": int(7),
        ...metadata({ anthropic: { cacheCreationInputTokens: 10, cacheReadInputTokens: 40 } }),
      },
    ],
    [
      "5",
      {
        "ai.usage.inputTokens": int(100),
        "ai.usage.outputTokens": int(7),
        "ai.usage.totalTokens": int(107),
        "ai.usage.cachedInputTokens": int(40),
        ...metadata({ anthropic: { usage: raw, cacheCreationInputTokens: 10 } }),
      },
    ],
    [
      "5 on Bedrock",
      {
        "ai.usage.inputTokens": int(100),
        "ai.usage.outputTokens": int(7),
        "ai.usage.totalTokens": int(107),
        "ai.usage.cachedInputTokens": int(40),
        ...metadata({ bedrock: { usage: { cacheWriteInputTokens: 10 } } }),
      },
    ],
    [
      "6",
      {
        "ai.usage.inputTokens": int(150),
        "ai.usage.inputTokenDetails.noCacheTokens": int(100),
        "ai.usage.inputTokenDetails.cacheReadTokens": int(40),
        "ai.usage.inputTokenDetails.cacheWriteTokens": int(10),
        "ai.usage.outputTokens": int(7),
        "ai.usage.totalTokens": int(157),
        "ai.usage.cachedInputTokens": int(40),
        ...metadata({ anthropic: { usage: raw, cacheCreationInputTokens: 10 } }),
      },
    ],
    [
      "7",
      {
        "gen_ai.usage.input_tokens": int(150),
        "gen_ai.usage.output_tokens": int(7),
        "gen_ai.usage.cache_read.input_tokens": int(40),
        "gen_ai.usage.cache_creation.input_tokens": int(10),
      },
    ],
  ])("%s", (_version, attributes) => {
    expect(settled({ ...model, ...attributes })).toEqual(truth);
  });
});

describe("counts that make no sense", () => {
  it.each([
    ["a total that nothing explains", { input: 100, output: 50, total: 999 }, [100, 50, 150]],
    ["a total below its parts", { input: 100, output: 50, total: 20 }, [100, 50, 150]],
    ["a total alone", { total: 20 }, [undefined, undefined, 20]],
    ["a negative side", { input: -5, output: 50 }, [undefined, 50, undefined]],
    ["a fraction", { input: 1.5, output: 50 }, [undefined, 50, undefined]],
    ["text of digits", { input: "100", output: "50" }, [100, 50, 150]],
    ["other text", { input: "many", output: "5e1" }, [undefined, undefined, undefined]],
    [
      "NaN and infinity, as JSON writers spell them",
      { input: "NaN", output: null },
      [undefined, undefined, undefined],
    ],
    ["too large to count with", { input: 2 ** 60, output: 1 }, [undefined, 1, undefined]],
  ])("%s", (_what, usage, [inputTokens, outputTokens, totalTokens]) => {
    const { inputTokens: input, outputTokens: output, totalTokens: total } = map(usage);
    expect([input, output, total]).toEqual([inputTokens, outputTokens, totalTokens]);
  });

  it.each(["", " ", "-1", "1.5", "NaN", "Infinity", "0x10", "1e3", "٣"])(
    "the attribute %j is no count",
    (text) => {
      expect(settled({ "gen_ai.usage.input_tokens": text, "gen_ai.usage.output_tokens": int(5) })).toEqual({
        outputTokens: 5,
      });
    },
  );

  it("neither a part that outgrows its whole nor its name twice is counted twice", () => {
    expect(
      map({ input: 20, output: 5, cache_read_input_tokens: 10_000, input_cached_tokens: 10_000 }),
    ).toMatchObject({ inputTokens: 10_020, cacheReadTokens: 10_000 });
  });
});
