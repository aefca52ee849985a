import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildCustomCard, type CustomPrice, withCustomPrices } from "./custom-price.ts";
import { picoToDecimal } from "./money.ts";
import { createPriceBook } from "./price-book.ts";
import { priceSpan } from "./price-span.ts";

const price = (changes: Partial<CustomPrice>): CustomPrice => ({
  id: "p",
  projectId: "one",
  modelPattern: "own-model",
  provider: null,
  prices: { input: "1" },
  validFromUs: 0,
  ...changes,
});
const publicBook = createPriceBook();
const resolve = (prices: CustomPrice[], query: object = {}) =>
  withCustomPrices(publicBook, prices).resolve({ projectId: "one", model: "own-model", atUs: 10, ...query })
    ?.id;

describe("a custom price", () => {
  it("is the project's own, whatever the case of the name", () => {
    expect(resolve([price({})])).toBe("custom/p");
    expect(resolve([price({})], { model: "OWN-Model" })).toBe("custom/p");
    expect(resolve([price({})], { projectId: "two" })).toBeUndefined();
    expect(resolve([price({})], { model: "own-model-2" })).toBeUndefined();
  });

  it("goes before a public one, and a public one holds where there is none", () => {
    const query = { model: "gpt-4o", provider: "openai", atUs: 1_760_000_000_000_000 };
    expect(resolve([], query)).toMatch(/^openai\/gpt-4o/);
    expect(resolve([price({ modelPattern: "gpt-4o" })], query)).toBe("custom/p");
  });

  it("of a named provider goes first, then the exact name, then the longer pattern, then the younger", () => {
    const any = price({ id: "any", modelPattern: "own-model" });
    const ofProvider = price({ id: "provider", modelPattern: "own-*", provider: "Vendor" });
    const short = price({ id: "short", modelPattern: "own*" });
    const long = price({ id: "long", modelPattern: "own-mod*" });
    const younger = price({ id: "younger", modelPattern: "own-model", validFromUs: 5 });
    const later = price({ id: "later", modelPattern: "own-model", validFromUs: 11 });
    expect(resolve([any, ofProvider], { provider: "vendor" })).toBe("custom/provider");
    expect(resolve([any, ofProvider], { provider: "other" })).toBe("custom/any");
    expect(resolve([short, long])).toBe("custom/long");
    expect(resolve([short, long, any])).toBe("custom/any");
    expect(resolve([any, younger, later])).toBe("custom/younger");
    expect(resolve([later])).toBeUndefined();
  });

  it("means the provider under any of its spellings, and no other", () => {
    const of = (own: string, seller: string) => resolve([price({ provider: own })], { provider: seller });
    for (const [own, seller] of [
      ["aws", "aws.bedrock"],
      ["Bedrock", "aws.bedrock"],
      ["azure", "azure.ai.openai"],
      ["x-ai", "x_ai"],
      ["vertex_ai", "gcp.vertex_ai"],
      ["mistral", "mistral_ai"],
      ["my-vllm", "my-vllm"],
    ] as const) {
      expect(of(own, seller), own).toBe("custom/p");
    }
    for (const [own, seller] of [
      ["openai", "azure.ai.openai"],
      ["my-vllm", "my-tgi"],
      ["openai", ""],
      ["litellm", "portkey"],
    ] as const) {
      expect(of(own, seller), own).toBeUndefined();
    }
  });

  it("for the name that was asked for goes before the public price of the one that answered", () => {
    const span = {
      projectId: "one",
      kind: "GENERATION",
      provider: "openai",
      modelUsed: "gpt-4o-2024-08-06",
      modelRequested: "our-deployment",
      startTimeUs: 10,
      usage: { inputTokens: 5, outputTokens: 0 },
    } as const;
    const card = (...patterns: string[]) =>
      priceSpan(
        withCustomPrices(
          publicBook,
          patterns.map((modelPattern) => price({ id: modelPattern, modelPattern })),
        ),
        span,
      ).rateCardId;
    expect(card("our-*")).toBe("custom/our-*");
    expect(card("our-*", "gpt-4o*")).toBe("custom/gpt-4o*");
    expect(card("other")).toMatch(/^openai\/gpt-4o/);
  });

  it("takes everything but a last star literally", () => {
    const names = ["gpt-4o.", "(a+)+$", "[own]", "^own$", "own|gpt-4o", ".", "\\d"];
    for (const name of names) {
      expect(resolve([price({ modelPattern: name })], { model: name })).toBe("custom/p");
      expect(resolve([price({ modelPattern: name })], { model: "own" })).toBeUndefined();
    }
    expect(resolve([price({ modelPattern: "own.*" })])).toBeUndefined();
  });

  it("prices a span exactly", () => {
    const book = withCustomPrices(publicBook, [
      price({ prices: { input: "0.000001", output: "2.50", cacheRead: "0", request: "0.000000000001" } }),
    ]);
    const span = { projectId: "one", kind: "GENERATION", modelUsed: "own-model", startTimeUs: 10 } as const;
    const usage = { inputTokens: 5, cacheReadTokens: 2, outputTokens: 3 };
    expect(priceSpan(book, { ...span, usage })).toMatchObject({
      cost: "0.000007500004",
      rateCardId: "custom/p",
      unpriced: false,
    });
  });

  it("that cannot be exact, or is none, is refused", () => {
    for (const amount of ["0.0000001", "-1", "1e3", "NaN", "", "1,5", "99999999", "Infinity"]) {
      expect(() => buildCustomCard({ id: "p", prices: { input: amount } })).toThrow();
      expect(resolve([price({ prices: { input: amount } })])).toBeUndefined();
    }
  });

  it("may be found by a regular expression, after names and beginnings, in linear time", () => {
    const regex = price({ id: "regex", modelPattern: "^own-(model|other)$", isRegex: true });
    expect(resolve([regex])).toBe("custom/regex");
    expect(resolve([regex], { model: "Own-Model" })).toBeUndefined();
    expect(resolve([{ ...regex, modelPattern: "(?i)MODEL" }])).toBe("custom/regex");
    expect(resolve([regex, price({ id: "short", modelPattern: "o*" })])).toBe("custom/short");
    const younger = { ...regex, id: "younger", validFromUs: 5 };
    expect(resolve([regex, younger])).toBe("custom/younger");
    // Neither a lookahead nor something that is no expression is guessed at.
    for (const modelPattern of ["(?=own)", "(", "x".repeat(501)])
      expect(resolve([{ ...regex, modelPattern }])).toBeUndefined();
    const bomb = { ...regex, modelPattern: "^(a+)+$" };
    expect(resolve([bomb], { model: `${"a".repeat(999)}!` })).toBeUndefined();
    expect(resolve([bomb], { model: "a".repeat(1_000) })).toBe("custom/regex");
    expect(resolve([bomb], { model: "a".repeat(1_001) })).toBeUndefined();
  });

  it("has the rates of the largest tier that the input is above", () => {
    const tiered = price({
      tiers: [
        { aboveInputTokens: 200, prices: { input: "3" } },
        { aboveInputTokens: 100, prices: { input: "2" } },
      ],
    });
    const at = (inputTokens?: number) => resolve([tiered], { inputTokens });
    expect([at(), at(0), at(100)]).toEqual(["custom/p", "custom/p", "custom/p"]);
    expect([at(101), at(200)]).toEqual(["custom/p/above-100", "custom/p/above-100"]);
    expect(at(201)).toBe("custom/p/above-200");
  });

  it("that says nothing of tokens leaves its calls without a price, the public one too", () => {
    const book = withCustomPrices(publicBook, [price({ modelPattern: "gpt-4o", prices: {} })]);
    const query = { model: "gpt-4o", provider: "openai", atUs: 1_760_000_000_000_000 };
    expect(book.resolve({ ...query, projectId: "one" })).toBeNull();
    expect(book.matchCustom({ ...query, projectId: "one" })).toBe("p");
    expect(book.resolve({ ...query, projectId: "two" })?.id).toMatch(/^openai\//);
    const usage = { inputTokens: 5, outputTokens: 3 };
    const span = { kind: "GENERATION", modelUsed: "gpt-4o", startTimeUs: query.atUs, usage } as const;
    expect(priceSpan(book, { ...span, projectId: "one" })).toMatchObject({ cost: null, unpriced: true });
  });

  it("of any amount with six decimals comes back as it was set", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), (micro) => {
        const amount = picoToDecimal(micro * 1_000_000n);
        const { input } = buildCustomCard({ id: "p", prices: { input: amount } }).picoUsdPerToken;
        expect(picoToDecimal(input * 1_000_000n)).toBe(amount);
      }),
    );
  });
});
