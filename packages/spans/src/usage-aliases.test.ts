import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settleUsage } from "./settle-usage.ts";

/** Listed names and ones that nobody listed, of every generation that was seen. */
const names = {
  cacheRead: [
    "input_cached_tokens",
    "cached_tokens",
    "cache_read",
    "cacheReadInputTokens",
    "prompt_cache_hit_tokens",
    "inputCacheReadTokenCount",
    "cachedContentTokenCount",
    "usage.cached_prompt",
  ],
  write5m: ["input_cache_creation_5m", "cacheWrite5mTokens", "cache_creation.ephemeral_5m", "cache_write_5m"],
  write1h: ["input_cache_creation_1h", "cacheWrite1hInput", "cache_creation.ephemeral_1h", "cache_write_1h"],
  reasoning: ["output_reasoning_tokens", "reasoning", "thoughtsTokenCount", "thinking_tokens"],
} as const;
const name = (part: keyof typeof names) => fc.constantFrom(...names[part]);

const call = fc.record({
  fresh: fc.nat({ max: 100_000 }),
  read: fc.nat({ max: 100_000 }),
  write5m: fc.nat({ max: 100_000 }),
  write1h: fc.nat({ max: 100_000 }),
  answer: fc.nat({ max: 100_000 }),
  reasoning: fc.nat({ max: 100_000 }),
});
const spelling = fc.record({
  read: name("cacheRead"),
  write5m: name("write5m"),
  write1h: name("write1h"),
  reasoning: name("reasoning"),
});

describe("names of counts", () => {
  it("however a part is named, it counts once: neither twice nor as nothing", () => {
    fc.assert(
      fc.property(call, spelling, fc.boolean(), (tokens, named, isBeside) => {
        const { fresh, read, write5m, write1h, answer, reasoning } = tokens;
        const inputTokens = fresh + read + write5m + write1h;
        const outputTokens = answer + reasoning;
        const details = {
          input: isBeside ? fresh : inputTokens,
          output: isBeside ? answer : outputTokens,
          total: inputTokens + outputTokens,
          [named.read]: read,
          [named.write5m]: write5m,
          [named.write1h]: write1h,
          [named.reasoning]: reasoning,
        };
        const usage = settleUsage(details, "unknown");
        expect(usage).toMatchObject({
          cacheReadTokens: read,
          cacheWrite5mTokens: write5m,
          cacheWrite1hTokens: write1h,
          reasoningTokens: reasoning,
        });
        // Sizes may fit both readings; then either is a reading in which every token counts once.
        expect(usage.totalTokens).toBe(inputTokens + outputTokens);
      }),
    );
  });

  it("the same count under several names is one count", () => {
    const details = { input: 120, output: 40, total: 160, input_cached_tokens: 64, cacheReadTokens: 64 };
    expect(settleUsage(details, "unknown")).toEqual({
      inputTokens: 120,
      outputTokens: 40,
      totalTokens: 160,
      cacheReadTokens: 64,
    });
  });

  it("a miss, and the text beside images, are parts of nothing else", () => {
    expect(
      settleUsage(
        {
          prompt_tokens: 100,
          completion_tokens: 5,
          prompt_cache_miss_tokens: 20,
          prompt_cache_hit_tokens: 80,
        },
        "unknown",
      ),
    ).toMatchObject({ inputTokens: 100, cacheReadTokens: 80 });
    expect(
      settleUsage({ input: 300, output: 0, input_text_tokens: 100, input_image_tokens: 200 }, "inclusive"),
    ).toMatchObject({ inputTokens: 300, inputImageTokens: 200 });
  });

  it("an unlisted part that lies beside the input costs what input costs, not nothing", () => {
    expect(settleUsage({ input: 56, output: 40, total: 160, input_weird: 64 }, "unknown")).toMatchObject({
      inputTokens: 120,
      totalTokens: 160,
    });
  });

  it("Anthropic's names in another case are still Anthropic's", () => {
    expect(settleUsage({ inputTokens: 100, outputTokens: 5, cacheReadInputTokens: 40 }, "unknown")).toEqual({
      inputTokens: 140,
      outputTokens: 5,
      totalTokens: 145,
      cacheReadTokens: 40,
    });
  });
});
