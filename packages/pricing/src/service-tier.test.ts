import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withCustomPrices } from "./custom-price.ts";
import { createPriceBook } from "./price-book.ts";
import { type PriceableSpan, priceSpan } from "./price-span.ts";

const book = createPriceBook();
const call: PriceableSpan = {
  kind: "GENERATION",
  provider: "openai",
  modelUsed: "gpt-4o-2024-08-06",
  startTimeUs: Date.parse("2026-11-01T12:00:00Z") * 1000,
  usage: { inputTokens: 10_000, cacheReadTokens: 4_000, outputTokens: 2_000 },
};
const price = (changes: Partial<PriceableSpan>) => priceSpan(book, { ...call, ...changes });

describe("service tiers", () => {
  it.each([
    // 6,000 × 2.50 + 4,000 × 1.25 + 2,000 × 10, per million.
    ["openai", "gpt-4o", undefined, "0.04"],
    ["openai", "gpt-4o", "default", "0.04"],
    ["openai", "gpt-4o", "batch", "0.02"],
    ["openai", "gpt-4o", "priority", "0.068"],
    ["openai", "gpt-4o-mini", "priority", "0.004"],
    ["openai", "gpt-4.1", "priority", "0.0525"],
    ["openai", "gpt-5", "priority", "0.056"],
    ["openai", "gpt-5", "flex", "0.014"],
    ["openai", "o3", "flex", "0.015"],
    ["openai", "o4-mini", "priority", "0.03"],
    ["azure.ai.openai", "gpt-4o", "batch", "0.02"],
    ["anthropic", "claude-sonnet-4-5", "standard", "0.0492"],
    ["anthropic", "claude-sonnet-4-5", "batch", "0.0246"],
    // What was cached costs no less in a batch: 6,000 × 0.625 + 4,000 × 0.125 + 2,000 × 5, per million.
    ["google", "gemini-2.5-pro", "batch", "0.01425"],
    ["google", "gemini-2.5-pro", "flex", "0.014"],
    ["anthropic", "claude-opus-4-6", "fast", "0.492"],
    ["anthropic", "claude-opus-4-8", "fast", "0.164"],
  ])("%s %s %s", (provider, modelUsed, serviceTier, cost) => {
    expect(price({ provider, modelUsed, serviceTier })).toMatchObject({ cost, unpriced: false });
  });

  it.each([
    ["openai", "gpt-4o", "scale"],
    ["openai", "gpt-4o", "flex"],
    ["openai", "o1", "priority"],
    ["anthropic", "claude-sonnet-4-5", "priority"],
    ["anthropic", "claude-sonnet-4-5", "fast"],
    ["google", "gemini-2.5-pro", "priority"],
    ["groq", "llama-3.3-70b-versatile", "batch"],
  ])("%s %s under %s has no published price, so none is made up", (provider, modelUsed, serviceTier) => {
    expect(price({ provider, modelUsed })).toMatchObject({ unpriced: false });
    expect(price({ provider, modelUsed, serviceTier })).toMatchObject({ cost: null, unpriced: true });
  });

  it("priority is not sold for long contexts", () => {
    const of = (inputTokens: number) =>
      price({ modelUsed: "gpt-5.4", serviceTier: "priority", usage: { inputTokens, outputTokens: 0 } }).cost;
    expect(of(100_000)).toBe("0.5");
    expect(of(300_000)).toBeNull();
  });

  it("names the tier in the card's id", () => {
    expect(price({ serviceTier: "batch" }).rateCardId).toBe(`${price({}).rateCardId}+batch*1/2`);
  });

  it("a price that the project set holds for every tier", () => {
    const custom = withCustomPrices(book, [
      {
        id: "1",
        projectId: "p",
        modelPattern: "gpt-4o*",
        provider: null,
        prices: { input: "1", output: "1" },
        validFromUs: 0,
      },
    ]);
    for (const serviceTier of [undefined, "batch", "scale"]) {
      expect(priceSpan(custom, { ...call, projectId: "p", serviceTier }).cost).toBe("0.012");
    }
  });

  it("half is exactly half, whatever was used", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (inputTokens, outputTokens) => {
        const usage = { inputTokens, outputTokens };
        const full = Number(price({ usage }).cost);
        expect(Number(price({ usage, serviceTier: "batch" }).cost) * 2).toBeCloseTo(full, 9);
      }),
    );
  });
});

describe("images", () => {
  it("cost what the list says, inside the side that they belong to", () => {
    const usage = { inputTokens: 300, inputImageTokens: 200, outputTokens: 1_000, outputImageTokens: 1_000 };
    // gpt-image-1: text in 5, image in 10; its list has no text out.
    expect(price({ modelUsed: "gpt-image-1", usage: { ...usage, outputTokens: 0 } }).costDetails).toEqual({
      total: "0.0025",
      input: "0.0005",
      input_image: "0.002",
    });
    expect(
      price({ provider: "google", modelUsed: "gemini-2.5-flash-image", usage }).costDetails["output_image"],
    ).toBe("0.03");
  });

  it("without a rate of their own cost what text costs", () => {
    const usage = { inputTokens: 300, inputImageTokens: 200, outputTokens: 10 };
    expect(price({ usage }).cost).toBe(price({ usage: { inputTokens: 300, outputTokens: 10 } }).cost);
  });
});
