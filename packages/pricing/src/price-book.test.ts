import { calcPrice, type ModelInfo, type Provider, waitForUpdate } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { createPriceBook } from "./price-book.ts";

const book = createPriceBook();
const atUs = Date.parse("2026-11-01T12:00:00Z") * 1000;
const modelOf = (model: string, provider?: string) => {
  const id = book.resolve({ model, provider, atUs })?.id;
  return id === undefined ? null : id.split("/").slice(0, -2).join("/");
};

describe("names", () => {
  it.each([
    ["gpt-4o-mini-2024-07-18", "openai", "openai/gpt-4o-mini"],
    ["GPT-4o-mini", "openai", "openai/gpt-4o-mini"],
    ["gpt-4o-mini", undefined, "openai/gpt-4o-mini"],
    ["text-embedding-3-small", undefined, "openai/text-embedding-3-small"],
    ["text-embedding-005", undefined, null],
    ["gpt-4o-mini", "OpenAI", "openai/gpt-4o-mini"],
    ["gpt-4o-mini", "openai.chat", "openai/gpt-4o-mini"],
    ["gpt-4o-mini-2024-07-18.ft-abc", "openai", "openai/gpt-4o-mini-2024-07-18.ft-"],
    ["openai/gpt-4o-mini", undefined, "openai/gpt-4o-mini"],
    ["openai/gpt-4o-mini", "litellm", "openai/gpt-4o-mini"],
    ["anthropic/claude-haiku-4-5", "openai", "anthropic/claude-haiku-4-5"],
    ["openai/gpt-4o-mini", "openrouter", "openrouter/openai/gpt-4o-mini"],
    ["openrouter/openai/gpt-4o-mini", undefined, "openrouter/openai/gpt-4o-mini"],
    ["gpt-4o:extended", "openai", "openai/gpt-4o:extended"],
    ["gpt-4o-mini:extended", "openai", "openai/gpt-4o-mini"],
    ["gpt-4o-2024-05-13", "openai", "openai/gpt-4o-2024-05-13"],
    ["gpt-4o-2031-01-01", "openai", "openai/gpt-4o"],
    ["gpt-4o-20310101", "openai", "openai/gpt-4o"],
    ["claude-sonnet-4-5@20250929", "google", "google/claude-sonnet-4-5"],
    ["claude-sonnet-4-5@20250929", undefined, "anthropic/claude-sonnet-4-5"],
    ["publishers/anthropic/models/claude-sonnet-4-5", undefined, "google/claude-sonnet-4-5"],
    ["publishers/google/models/gemini-2.5-pro", undefined, "google/gemini-2.5-pro"],
    [
      "projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro",
      "vertexai",
      "google/gemini-2.5-pro",
    ],
    ["models/gemini-2.5-pro", undefined, "google/gemini-2.5-pro"],
    ["models/gemini-2.5-pro", "gcp.gemini", "google/gemini-2.5-pro"],
    ["gemini-2.5-pro", "gcp.vertex_ai", "google/gemini-2.5-pro"],
    ["gpt-4o", "az.ai.openai", "openai/gpt-4o"],
    ["gpt-4o", "azure.ai.openai", "openai/gpt-4o"],
    ["gpt-4o-2024-08-06", "azure", "openai/gpt-4o"],
    ["gpt-4o-mini", "azure_openai", "openai/gpt-4o-mini"],
    ["publishers/anthropic/models/claude-sonnet-4-5@20250929", "gcp.vertex_ai", "google/claude-sonnet-4-5"],
    ["grok-4", "xai", "x-ai/grok-4-0709"],
    [
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "aws",
      "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    [
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      undefined,
      "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    [
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "aws.bedrock",
      "aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    [
      "anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock",
      "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    [
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      undefined,
      "aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
  ])("%s of %s", (model, provider, expected) => {
    expect(modelOf(model, provider)).toBe(expected);
  });

  it.each([
    ["my-own-model", undefined],
    ["my-own-model", "openai"],
    ["deepseek-r1", "ollama"],
    ["gpt-4o", "vllm"],
    ["meta-llama/unheard-of:free", "openrouter"],
    ["whisper-1", "openai"],
    ["__proto__", "constructor"],
    ["", "openai"],
    ["gpt-4o".repeat(100), "openai"],
  ])("%s of %s has no price", (model, provider) => {
    expect(book.resolve({ model, provider, atUs })).toBeNull();
  });
});

describe("the whole list", () => {
  /** calcPrice counts in floats; equal to nine digits is equal. */
  const usage = { input_tokens: 1_000_003, cache_read_tokens: 30_011, output_tokens: 70_001 };

  function ourTotal(provider: string, model: string): number | null {
    const card = book.resolve({ provider, model, atUs, inputTokens: usage.input_tokens });
    if (card === null) return null;
    const { input, output = 0n, cacheRead = input } = card.picoUsdPerToken;
    const fresh = BigInt(usage.input_tokens - usage.cache_read_tokens);
    const pico =
      fresh * input + BigInt(usage.cache_read_tokens) * cacheRead + BigInt(usage.output_tokens) * output;
    return Number(pico + card.picoUsdPerRequest) / 1e12;
  }

  /** Lacks a rate that we add. */
  const completed = /^ft:gpt-4o|\.ft-$/;

  const isSoldByToken = (model: ModelInfo) =>
    (Array.isArray(model.prices) ? model.prices.map((entry) => entry.prices) : [model.prices]).every(
      (prices) => prices["input_mtok"] !== undefined && prices["output_reasoning_mtok"] === undefined,
    ) && !completed.test(model.id);

  it("prices every model under its own id as the package does", async () => {
    const providers: Provider[] = (await waitForUpdate()) ?? [];
    let compared = 0;
    for (const provider of providers) {
      for (const model of provider.models.filter(isSoldByToken)) {
        const theirs = calcPrice(usage, model.id, {
          providerId: provider.id,
          timestamp: new Date(atUs / 1000),
        });
        if (theirs === null) continue;
        const ours = ourTotal(provider.id, model.id);
        expect(ours, `${provider.id} ${model.id}`).not.toBeNull();
        expect(Math.abs((ours ?? 0) - theirs.total_price), `${provider.id} ${model.id}`).toBeLessThan(1e-6);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1300);
  });
});

it("takes the most specific of several rules, in whatever order they are listed", () => {
  const model = (id: string, match: ModelInfo["match"]): ModelInfo => ({
    id,
    match,
    prices: { input_mtok: 1, output_mtok: 1 },
  });
  const models = [
    model("broad", { contains: "nova" }),
    model("family", { starts_with: "nova-pro" }),
    model("exact", { or: [{ equals: "nova" }, { and: [{ starts_with: "nova" }, { ends_with: "-mini" }] }] }),
  ];
  for (const listed of [models, models.toReversed()]) {
    const provider: Provider = { id: "acme", name: "Acme", api_pattern: "", models: listed };
    const own = createPriceBook([provider]);
    const hit = (name: string) => own.resolve({ provider: "acme", model: name, atUs })?.id.split("/")[1];
    expect(["nova", "nova-pro-max", "nova-mini", "a-nova"].map(hit)).toEqual([
      "exact",
      "family",
      "exact",
      "broad",
    ]);
  }
});

describe("time and size", () => {
  const o3 = (day: string) => book.resolve({ provider: "openai", model: "o3", atUs: Date.parse(day) * 1000 });

  it("uses the price of the day, from midnight UTC", () => {
    expect(o3("2025-06-09T23:59:59.999Z")?.picoUsdPerToken.input).toBe(10_000_000n);
    expect(o3("2025-06-10T00:00:00Z")?.picoUsdPerToken.input).toBe(2_000_000n);
    expect(o3("2025-06-09")?.id).toMatch(/^openai\/o3\/always\/base#[0-9a-f]{8}$/);
    expect(o3("2025-06-10")?.id).toMatch(/^openai\/o3\/2025-06-10\/base#[0-9a-f]{8}$/);
  });

  it("keeps a threshold on the cheaper side", () => {
    const input = (inputTokens: number) =>
      book.resolve({ provider: "google", model: "gemini-2.5-pro", atUs, inputTokens });
    expect(input(200_000)?.picoUsdPerToken.input).toBe(1_250_000n);
    expect(input(200_001)?.picoUsdPerToken.input).toBe(2_500_000n);
    expect(input(200_001)?.id).toContain("/above-200000#");
  });

  it("applies a window of the day only from the date listed before it", () => {
    const input = (time: string) =>
      book.resolve({ provider: "deepseek", model: "deepseek-v4-flash", atUs: Date.parse(time) * 1000 })
        ?.picoUsdPerToken.input;
    expect(input("2026-08-16T02:00:00Z")).toBe(140_000n);
    expect(input("2026-08-17T02:00:00Z")).toBe(440_000n);
    expect(input("2026-08-17T04:00:00Z")).toBe(220_000n);
    expect(input("2026-08-17T06:00:00Z")).toBe(440_000n);
  });

  it("gives the same card for the same price, and the same object while cached", () => {
    const query = { provider: "openai", model: "gpt-4o", atUs };
    expect(book.resolve(query)).toBe(book.resolve({ ...query, model: "GPT-4o-2024-08-06" }));
    expect(createPriceBook().resolve(query)?.id).toBe(book.resolve(query)?.id);
  });

  it("survives more names than it caches", () => {
    for (let index = 0; index < 25_000; index++)
      book.resolve({ model: `gpt-4o-${index}`, provider: "vllm", atUs });
    expect(modelOf("gpt-4o", "openai")).toBe("openai/gpt-4o");
  });
});

describe("overlay", () => {
  it("prices the one-hour cache write of every Claude at twice the input", () => {
    const card = book.resolve({
      provider: "aws",
      model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
      atUs,
    });
    expect(card?.picoUsdPerToken.input).toBe(1_100_000n);
    expect(card?.picoUsdPerToken.cacheWrite1h).toBe(2_200_000n);
  });

  it("knows free variants and free endpoints", () => {
    expect(
      book.resolve({ provider: "openrouter", model: "deepseek/deepseek-r1:free", atUs })?.picoUsdPerToken,
    ).toEqual({ input: 0n, output: 0n });
  });
});
