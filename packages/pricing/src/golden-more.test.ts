import { expect, it } from "vitest";
import { createPriceBook } from "./price-book.ts";
import { priceSpan } from "./price-span.ts";

const book = createPriceBook();
type Counts = Partial<
  Record<"in" | "read" | "w5m" | "w1h" | "out" | "reasoning" | "audioIn" | "audioOut", number>
>;

/** Worked by hand from published rates, the way of the golden file; each line differs from G1–G12 in one thing. */
const cases: ReadonlyArray<
  [what: string, provider: string, model: string, day: string, counts: Counts, usd: string]
> = [
  ["G1 without its cache", "openai", "gpt-4o-mini", "2026-11-01", { in: 120, out: 40 }, "0.000042"],
  ["G1 all cached", "openai", "gpt-4o-mini", "2026-11-01", { in: 120, read: 120, out: 40 }, "0.000033"],
  ["G2 by Azure's name", "azure.ai.openai", "gpt-4o", "2026-11-01", { in: 10_000, out: 2_000 }, "0.045"],
  ["G2 through a proxy", "litellm", "openai/gpt-4o", "2026-11-01", { in: 10_000, out: 2_000 }, "0.045"],
  ["G3 uncached", "openai", "gpt-4.1", "2026-11-01", { in: 12_033, out: 44 }, "0.024418"],
  [
    "G4 reasoning is not priced twice",
    "openai",
    "gpt-5",
    "2026-11-01",
    { in: 50_000, read: 40_000, out: 4_200 },
    "0.0595",
  ],
  [
    "G6 as counted inclusively",
    "anthropic",
    "claude-sonnet-4-5-20250929",
    "2026-11-01",
    { in: 18_495, read: 16_399, w5m: 2_089, out: 255 },
    "0.01659945",
  ],
  [
    "G7 with its writes exchanged",
    "anthropic",
    "claude-sonnet-4-5",
    "2026-11-01",
    { in: 3_000, w5m: 1_500, w1h: 500, out: 100 },
    "0.013125",
  ],
  [
    "G7 on Bedrock, ten per cent more in a region",
    "aws",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "2026-11-01",
    { in: 3_000, w5m: 500, w1h: 1_500, out: 100 },
    "0.0169125",
  ],
  [
    "G7 on Bedrock, global",
    "aws",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "2026-11-01",
    { in: 3_000, w5m: 500, w1h: 1_500, out: 100 },
    "0.015375",
  ],
  [
    "G8 dated, on Vertex",
    "gcp.vertex_ai",
    "claude-haiku-4-5@20251001",
    "2026-11-01",
    { in: 1_000_000, out: 100_000 },
    "1.5",
  ],
  [
    "G10 all cached",
    "anthropic",
    "claude-opus-4-8",
    "2026-11-01",
    { in: 50_000, read: 50_000, out: 15_000 },
    "0.4",
  ],
  [
    "G12 one token further",
    "google",
    "gemini-2.5-pro",
    "2026-11-01",
    { in: 200_001, out: 1_000 },
    "0.5150025",
  ],
  [
    "G12 one token further, cached",
    "google",
    "models/gemini-2.5-pro",
    "2026-11-01",
    { in: 200_001, read: 200_001, out: 1_000 },
    "0.06500025",
  ],
  ["o3 before its price fell", "openai", "o3", "2025-06-01", { in: 1_000, out: 1_000 }, "0.05"],
  ["o3 after", "openai", "o3", "2025-06-11", { in: 1_000, out: 1_000 }, "0.01"],
  [
    "audio both ways",
    "openai",
    "gpt-realtime",
    "2026-11-01",
    { in: 100, audioIn: 60, out: 50, audioOut: 50 },
    "0.00528",
  ],
  ["a fee for each request", "perplexity", "sonar", "2026-11-01", { in: 1, out: 1 }, "0.012002"],
  ["a free variant", "openrouter", "deepseek/deepseek-r1:free", "2026-11-01", { in: 1_000, out: 1_000 }, "0"],
];

it.each(cases)("%s", (_what, provider, model, day, counts, usd) => {
  const priced = priceSpan(book, {
    kind: "GENERATION",
    provider,
    modelUsed: model,
    startTimeUs: Date.parse(`${day}T12:00:00Z`) * 1_000,
    usage: {
      inputTokens: counts.in,
      outputTokens: counts.out,
      cacheReadTokens: counts.read,
      cacheWrite5mTokens: counts.w5m,
      cacheWrite1hTokens: counts.w1h,
      reasoningTokens: counts.reasoning,
      inputAudioTokens: counts.audioIn,
      outputAudioTokens: counts.audioOut,
    },
  });
  expect(priced).toMatchObject({ cost: usd, costSource: "computed", billable: true, unpriced: false });
});
