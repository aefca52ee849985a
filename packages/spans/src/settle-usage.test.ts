import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settleUsage } from "./settle-usage.ts";

describe("settleUsage", () => {
  it("knows nothing when nothing was counted", () => {
    expect(settleUsage(undefined, "inclusive")).toEqual({});
    expect(settleUsage({}, "unknown")).toEqual({});
    expect(settleUsage({ input_cached_tokens: 5 }, "unknown")).toEqual({ cacheReadTokens: 5 });
  });

  it("puts a cache that is larger than the input beside it, even when a total leaves it out", () => {
    expect(settleUsage({ input: 20, output: 50, total: 70, input_cached_tokens: 10_000 }, "unknown")).toEqual(
      {
        inputTokens: 10_020,
        outputTokens: 50,
        totalTokens: 10_070,
        cacheReadTokens: 10_000,
      },
    );
  });

  it.each([
    [
      "all buckets make the total: exclusive",
      { input: 56, output: 24, total: 160, input_cached_tokens: 64, output_reasoning_tokens: 16 },
    ],
    [
      "input and output make it: inclusive",
      { input: 120, output: 40, total: 160, input_cached_tokens: 64, output_reasoning_tokens: 16 },
    ],
    [
      "only the cache lies beside",
      { input: 56, output: 40, total: 160, input_cached_tokens: 64, output_reasoning_tokens: 16 },
    ],
    [
      "only the reasoning lies beside",
      { input: 120, output: 24, total: 160, input_cached_tokens: 64, output_reasoning_tokens: 16 },
    ],
  ])("%s", (_what, details) => {
    for (const convention of ["inclusive", "exclusive", "unknown"] as const) {
      expect(settleUsage(details, convention)).toEqual({
        inputTokens: 120,
        outputTokens: 40,
        totalTokens: 160,
        cacheReadTokens: 64,
        reasoningTokens: 16,
      });
    }
  });

  it("without a total goes by sizes, convention and naming", () => {
    const anthropic = {
      input_tokens: 7,
      cache_creation_input_tokens: 2089,
      cache_read_input_tokens: 16399,
      output_tokens: 255,
    };
    expect(settleUsage(anthropic, "unknown")).toEqual({
      inputTokens: 18495,
      outputTokens: 255,
      totalTokens: 18750,
      cacheReadTokens: 16399,
      cacheWrite5mTokens: 2089,
    });
    const small = { input_tokens: 1000, cache_read_input_tokens: 10, output_tokens: 5 };
    expect(settleUsage(small, "unknown").inputTokens).toBe(1010);
    expect(settleUsage(small, "inclusive").inputTokens).toBe(1000);
    expect(settleUsage({ input: 100, input_cached_tokens: 10 }, "unknown").inputTokens).toBe(100);
    expect(settleUsage({ input: 100, input_cached_tokens: 10 }, "exclusive").inputTokens).toBe(110);
    expect(settleUsage({ input: 5, input_cached_tokens: 10 }, "inclusive").inputTokens).toBe(15);
    expect(settleUsage({ output: 5, reasoning_tokens: 10 }, "inclusive").outputTokens).toBe(15);
  });

  it("Gemini's candidates leave out what was thought, whatever else is in the total", () => {
    const answer = {
      promptTokenCount: 120,
      cachedContentTokenCount: 64,
      candidatesTokenCount: 24,
      thoughtsTokenCount: 16,
    };
    const totals: Record<string, number>[] = [{}, { totalTokenCount: 160 }, { totalTokenCount: 190 }];
    for (const total of totals) {
      expect(settleUsage({ ...answer, ...total }, "unknown")).toMatchObject({
        inputTokens: 120,
        outputTokens: 40,
        cacheReadTokens: 64,
        reasoningTokens: 16,
      });
    }
    const snake = { prompt_token_count: 120, candidates_token_count: 24, thoughts_token_count: 16 };
    expect(settleUsage(snake, "unknown")).toMatchObject({ inputTokens: 120, outputTokens: 40 });
  });

  it("splits cache writes by lifetime", () => {
    const split = {
      input_tokens: 1000,
      ephemeral_5m_input_tokens: 500,
      ephemeral_1h_input_tokens: 1500,
      output_tokens: 1,
    };
    expect(settleUsage(split, "unknown")).toMatchObject({
      inputTokens: 3000,
      cacheWrite5mTokens: 500,
      cacheWrite1hTokens: 1500,
    });
    const sum = { input: 10, cache_creation_input_tokens: 2000, ephemeral_1h_input_tokens: 1500 };
    expect(settleUsage(sum, "exclusive")).toMatchObject({
      inputTokens: 2010,
      cacheWrite5mTokens: 500,
      cacheWrite1hTokens: 1500,
    });
  });

  it("reads every alias, the first of several, and ignores nonsense", () => {
    expect(settleUsage({ promptTokens: 3, completionTokens: 4, totalTokens: 7 }, "unknown")).toEqual({
      inputTokens: 3,
      outputTokens: 4,
      totalTokens: 7,
    });
    expect(settleUsage({ input: 3, prompt_tokens: 9 }, "unknown").inputTokens).toBe(3);
    expect(settleUsage({ input: -3, output: Number.NaN, total: 8 }, "unknown")).toEqual({ totalTokens: 8 });
    expect(
      settleUsage({ input: 9, input_audio_tokens: 4, output: 5, output_audio_tokens: 2 }, "inclusive"),
    ).toEqual({
      inputTokens: 9,
      outputTokens: 5,
      totalTokens: 14,
      inputAudioTokens: 4,
      outputAudioTokens: 2,
    });
  });

  it("finds the same counts behind an inclusive and an exclusive report of one call", () => {
    const count = fc.nat(100_000);
    fc.assert(
      fc.property(count, count, count, count, (fresh, cached, said, thought) => {
        const total = fresh + cached + said + thought;
        const extras = { input_cached_tokens: cached, output_reasoning_tokens: thought, total };
        const inclusive = settleUsage(
          { input: fresh + cached, output: said + thought, ...extras },
          "unknown",
        );
        const exclusive = settleUsage({ input: fresh, output: said, ...extras }, "unknown");
        // When one part alone explains the total, both readings of it fit; the sum still must.
        expect(exclusive.totalTokens).toBe(total);
        expect(inclusive).toEqual({
          inputTokens: fresh + cached,
          outputTokens: said + thought,
          totalTokens: total,
          cacheReadTokens: cached,
          reasoningTokens: thought,
        });
      }),
    );
  });
});
