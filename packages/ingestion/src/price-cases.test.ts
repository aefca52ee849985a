import { expect, it } from "vitest";
import { rowOf } from "./priced-row.fixture.ts";

/** Inclusive counts; `tier` is the provider's word. */
type Call = Partial<
  Record<"in" | "out" | "read" | "w" | "w5m" | "w1h" | "reasoning" | "audioIn" | "audioOut", number>
> & { tier?: string; at?: string; kind?: string };
type Case = readonly [provider: string, model: string, call: Call, worked: string | null];

/**
 * Worked by hand from the providers' pages, as tokens × USD per million; null: nobody published it. `/2` halves
 * a rate, as a batch does.
 */
const openai: Case[] = [
  ["openai", "gpt-4o-2024-11-20", { in: 1_000, out: 1_000 }, "1000×2.5 + 1000×10"],
  ["openai", "gpt-4o-2024-05-13", { in: 1_000, out: 1_000 }, "1000×5 + 1000×15"],
  ["openai", "chatgpt-4o-latest", { in: 7, out: 3 }, "7×5 + 3×15"],
  ["", "GPT-4o-mini", { in: 120, read: 64, out: 40, reasoning: 16 }, "56×0.15 + 64×0.075 + 40×0.6"],
  [
    "openai",
    "o1-2024-12-17",
    { in: 1_000, read: 400, out: 900, reasoning: 800 },
    "600×15 + 400×7.5 + 900×60",
  ],
  ["openai", "o3", { in: 100, out: 100, at: "2025-06-09T23:59:59.999Z" }, "100×10 + 100×40"],
  ["openai", "o3-2025-04-16", { in: 100, out: 100, at: "2025-06-10T00:00:00Z" }, "100×2 + 100×8"],
  ["openai", "o4-mini", { in: 1_000, read: 1_000, out: 1 }, "1000×0.275 + 1×4.4"],
  ["openai", "gpt-5-mini", { in: 3, read: 1, out: 1 }, "2×0.25 + 1×0.025 + 1×2"],
  ["openai", "gpt-5-nano-2025-08-07", { in: 3, read: 1, out: 1 }, "2×0.05 + 1×0.005 + 1×0.4"],
  ["openai", "gpt-5.4", { in: 271_999, out: 10 }, "271999×2.5 + 10×15"],
  ["openai", "gpt-5.4", { in: 272_000, read: 1_000, out: 10 }, "271000×5 + 1000×0.5 + 10×22.5"],
  ["openai", "gpt-6-sol", { in: 272_000, out: 10 }, "272000×2 + 10×10"],
  ["openai", "gpt-6-sol", { in: 272_001, w: 1, out: 10 }, "272000×4 + 1×5 + 10×15"],
  ["openai", "gpt-5.6-sol", { in: 10, w: 4, out: 1, at: "2026-08-20T23:59:59Z" }, "6×5 + 4×6.25 + 1×30"],
  ["openai", "gpt-5.6-sol-2026-05-01", { in: 10, w: 4, out: 1 }, "6×4 + 4×5 + 1×20"],
  [
    "openai",
    "gpt-realtime",
    { in: 300, audioIn: 200, out: 90, audioOut: 80 },
    "100×4 + 200×32 + 10×16 + 80×64",
  ],
  [
    "openai",
    "gpt-4o-audio-preview",
    { in: 30, audioIn: 20, out: 9, audioOut: 8 },
    "10×2.5 + 20×40 + 1×10 + 8×80",
  ],
  [
    "openai",
    "gpt-4o-mini-audio-preview-2024-12-17",
    { in: 30, audioIn: 20, out: 9, audioOut: 8 },
    "10×0.15 + 20×10 + 1×0.6 + 8×20",
  ],
  ["openai", "gpt-4o-transcribe", { in: 100, audioIn: 90, out: 12 }, "10×2.5 + 90×6 + 12×10"],
  ["openai", "text-embedding-3-large", { in: 1_000_000, kind: "embeddings" }, "1000000×0.13"],
  ["openai", "text-embedding-ada-002", { in: 3, kind: "embeddings" }, "3×0.1"],
  ["openai", "gpt-4.1-nano", { in: 1, out: 1, tier: "batch" }, "1×0.1/2 + 1×0.4/2"],
  ["openai", "gpt-5", { in: 10, read: 4, out: 6, tier: "flex" }, "6×1.25/2 + 4×0.125/2 + 6×10/2"],
  ["openai", "gpt-4.1-mini", { in: 10, read: 4, out: 6, tier: "priority" }, "6×0.7 + 4×0.175 + 6×2.8"],
  ["openai", "gpt-4o", { in: 10, out: 6, tier: "default" }, "10×2.5 + 6×10"],
  ["openai", "gpt-4o", { in: 10, out: 6, tier: "flex" }, null],
  ["", "ft:gpt-4o-mini-2024-07-18:acme::id", { in: 10, read: 4, out: 6 }, "6×0.3 + 4×0.15 + 6×1.2"],
  ["openai", "ft:gpt-4o-mini:acme::id", { in: 10, out: 6 }, "10×0.3 + 6×1.2"],
  ["openai", "ft:gpt-4o-2024-08-06:acme:tone:id", { in: 10, read: 10, out: 6 }, "10×1.875 + 6×15"],
  ["openai", "ft:gpt-9:acme::id", { in: 10, out: 6 }, null],
  ["openai", "omni-moderation-latest", { in: 10, out: 0 }, "10×0"],
  ["openai", "gpt-4o", { in: 0, out: 0 }, "0×1"],
  ["openai", "gpt-4o-mini", { in: 4_000_000_000, out: 1 }, "4000000000×0.15 + 1×0.6"],
  ["openai", "gpt-4o", { in: 9_007_199_254_740_991, out: 1 }, null],
  ["openai", "gpt-99", { in: 1, out: 1 }, null],
];

const anthropic: Case[] = [
  ["anthropic", "claude-sonnet-4-5", { in: 200_000, out: 10 }, "200000×3 + 10×15"],
  [
    "anthropic",
    "claude-sonnet-4-5-20250929",
    { in: 200_001, read: 100_000, w5m: 50_000, w1h: 50_000, out: 10 },
    "1×6 + 100000×0.6 + 50000×7.5 + 50000×12 + 10×22.5",
  ],
  ["anthropic", "claude-opus-4-6", { in: 200_001, out: 1, at: "2026-03-12T23:00:00Z" }, "200001×10 + 1×37.5"],
  ["anthropic", "claude-opus-4-6", { in: 200_001, out: 1, at: "2026-03-13T00:00:00Z" }, "200001×5 + 1×25"],
  ["anthropic", "claude-haiku-4-5-20251001", { in: 50, w: 20, w1h: 20, out: 1 }, "30×1 + 20×2 + 1×5"],
  ["anthropic", "claude-fable-5-1", { in: 100, read: 100, out: 0 }, "100×0.25"],
  ["anthropic", "claude-3-5-sonnet-latest", { in: 10, w5m: 5, out: 1 }, "5×3 + 5×3.75 + 1×15"],
  ["anthropic", "claude-3-haiku-20240307", { in: 10, w5m: 5, out: 1 }, "5×0.25 + 5×0.3 + 1×1.25"],
  [
    "anthropic",
    "claude-opus-4-1",
    { in: 10, read: 4, w1h: 2, out: 1, tier: "batch" },
    "4×7.5 + 4×0.75 + 2×15 + 1×37.5",
  ],
  ["anthropic", "claude-opus-4-20250514", { in: 10, out: 1, tier: "standard" }, "10×15 + 1×75"],
  ["anthropic", "claude-opus-4-8", { in: 10, out: 1, tier: "priority" }, null],
  ["anthropic", "claude-opus-4-6-fast", { in: 10, out: 1 }, null],
  ["anthropic", "claude-opus-99", { in: 10, out: 1 }, null],
];

const google: Case[] = [
  ["gcp.gemini", "gemini-2.5-pro", { in: 200_000, read: 200_000, out: 1 }, "200000×0.125 + 1×10"],
  [
    "gcp.gemini",
    "models/gemini-2.5-pro",
    { in: 200_001, read: 200_000, out: 1 },
    "1×2.5 + 200000×0.25 + 1×15",
  ],
  ["gcp.gemini", "gemini-2.5-flash", { in: 10, out: 500, reasoning: 450 }, "10×0.3 + 500×2.5"],
  ["gcp.gemini", "gemini-2.5-flash", { in: 100, audioIn: 90, out: 1 }, "10×0.3 + 90×1 + 1×2.5"],
  ["gcp.gemini", "gemini-1.5-pro-002", { in: 128_000, out: 1 }, "128000×1.25 + 1×5"],
  ["gcp.gemini", "gemini-1.5-pro-002", { in: 128_001, out: 1 }, "128001×2.5 + 1×10"],
  ["gcp.gemini", "gemini-1.5-flash-8b-001", { in: 10, out: 1 }, "10×0.0375 + 1×0.15"],
  ["gcp.gemini", "gemini-3.6-flash", { in: 10, out: 1, at: "2026-12-31T23:59:59Z" }, "10×0.75 + 1×3.75"],
  ["gcp.gemini", "gemini-3.6-flash", { in: 10, out: 1, at: "2027-01-01T00:00:00Z" }, "10×1.5 + 1×7.5"],
  ["gcp.gemini", "gemini-2.5-pro", { in: 10, read: 4, out: 1, tier: "batch" }, "6×1.25/2 + 4×0.125 + 1×10/2"],
  ["gcp.gemini", "gemini-embedding-001", { in: 10, kind: "embeddings" }, "10×0.15"],
  ["gcp.gemini", "tunedModels/mine", { in: 10, out: 1 }, null],
  ["gcp.vertex_ai", "claude-sonnet-4-5@20250929", { in: 10, w1h: 4, out: 1 }, "6×3 + 4×6 + 1×15"],
  ["", "publishers/anthropic/models/claude-opus-4-1@20250805", { in: 10, out: 1 }, "10×15 + 1×75"],
  [
    "gcp.vertex_ai",
    "projects/p/locations/global/publishers/google/models/gemini-2.0-flash-001",
    { in: 10, read: 5, out: 1 },
    "5×0.1 + 5×0.025 + 1×0.4",
  ],
  ["gcp.vertex_ai", "publishers/meta/models/llama-3.3-70b-instruct-maas", { in: 10, out: 1 }, null],
];

const bedrock: Case[] = [
  ["aws.bedrock", "us.anthropic.claude-3-5-sonnet-20241022-v2:0", { in: 10, out: 1 }, "10×3 + 1×15"],
  ["", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", { in: 10, w1h: 4, out: 1 }, "6×3.3 + 4×6.6 + 1×16.5"],
  ["aws.bedrock", "global.anthropic.claude-opus-4-5-20251101-v1:0", { in: 10, out: 1 }, "10×5 + 1×25"],
  ["aws.bedrock", "ca.anthropic.claude-opus-5", { in: 10, out: 1 }, "10×5.5 + 1×27.5"],
  ["aws.bedrock", "eu.amazon.nova-pro-v1:0", { in: 10, read: 5, out: 1 }, "5×0.8 + 5×0.2 + 1×3.2"],
  ["", "bedrock/us-east-1/anthropic.claude-haiku-4-5-20251001-v1:0", { in: 10, out: 1 }, "10×1.1 + 1×5.5"],
  ["", "bedrock/converse/us.meta.llama3-3-70b-instruct-v1:0", { in: 10, out: 1 }, "10×0.72 + 1×0.72"],
  [
    "aws.bedrock",
    "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0",
    { in: 10, out: 1 },
    "10×3 + 1×15",
  ],
  [
    "",
    "arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-oss-120b-1:0",
    { in: 10, out: 1 },
    "10×0.15 + 1×0.6",
  ],
  ["aws.bedrock", "arn:aws:bedrock:us-east-1:1:application-inference-profile/x1", { in: 10, out: 1 }, null],
];

const others: Case[] = [
  ["azure.ai.openai", "gpt-35-turbo", { in: 10, out: 1 }, "10×0.5 + 1×1.5"],
  ["az.ai.openai", "o1-2024-12-17", { in: 10, read: 4, out: 1 }, "6×15 + 4×7.5 + 1×60"],
  ["", "azure/gpt-4o-2024-08-06", { in: 10, out: 1 }, "10×2.5 + 1×10"],
  ["", "azure/global-standard/gpt-4o", { in: 10, out: 1 }, "10×2.5 + 1×10"],
  ["", "azure/eu/gpt-4o", { in: 10, out: 1 }, null],
  ["azure.ai.openai", "my-deployment", { in: 10, out: 1 }, null],
  ["mistral_ai", "mistral-large-2512", { in: 10, read: 4, out: 1 }, "6×0.5 + 4×0.05 + 1×1.5"],
  ["mistral_ai", "mistral-medium-latest", { in: 10, out: 1, at: "2026-06-15T23:59:59Z" }, "10×0.4 + 1×2"],
  ["mistral_ai", "mistral-medium-latest", { in: 10, out: 1, at: "2026-06-16T00:00:00Z" }, "10×1.5 + 1×7.5"],
  ["cohere", "command-a-03-2025", { in: 10, out: 1 }, "10×2.5 + 1×10"],
  ["cohere", "embed-v4.0", { in: 10, kind: "embeddings" }, "10×0.12"],
  ["", "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", { in: 10, out: 1 }, "10×0.88 + 1×0.88"],
  ["groq", "openai/gpt-oss-120b", { in: 10, read: 4, out: 1 }, "6×0.15 + 4×0.075 + 1×0.6"],
  ["", "groq/llama-3.3-70b-versatile", { in: 10, out: 1 }, "10×0.59 + 1×0.79"],
  [
    "deepseek",
    "deepseek-chat",
    { in: 10, read: 4, out: 1, at: "2025-03-01T00:29:59Z" },
    "6×0.135 + 4×0.035 + 1×0.55",
  ],
  [
    "deepseek",
    "deepseek-chat",
    { in: 10, read: 4, out: 1, at: "2025-03-01T00:30:00Z" },
    "6×0.27 + 4×0.07 + 1×1.1",
  ],
  ["deepseek", "deepseek-reasoner", { in: 10, out: 1, at: "2025-03-01T16:29:59.999Z" }, "10×0.55 + 1×2.19"],
  ["deepseek", "deepseek-reasoner", { in: 10, out: 1, at: "2025-03-01T16:30:00Z" }, "10×0.135 + 1×0.55"],
  ["deepseek", "deepseek-v4-pro", { in: 10, out: 1, at: "2026-08-16T02:00:00Z" }, "10×0.435 + 1×0.87"],
  ["deepseek", "deepseek-v4-pro", { in: 10, out: 1, at: "2026-08-17T02:00:00Z" }, "10×1.32 + 1×3.96"],
  ["deepseek", "deepseek-v4-pro", { in: 10, out: 1, at: "2026-08-17T05:00:00Z" }, "10×0.66 + 1×1.98"],
  ["xai", "grok-4", { in: 10, read: 4, out: 9, reasoning: 8 }, "6×3 + 4×0.75 + 9×15"],
  ["xai", "grok-4.3", { in: 199_999, out: 1 }, "199999×1.25 + 1×2.5"],
  ["xai", "grok-4.3", { in: 200_000, out: 1 }, "200000×2.5 + 1×5"],
  ["openrouter", "openai/gpt-4o", { in: 10, out: 1 }, "10×2.5 + 1×10"],
  ["", "openrouter/anthropic/claude-sonnet-4.5", { in: 10, out: 1 }, "10×3 + 1×15"],
  ["", "deepseek/deepseek-r1:free", { in: 10, out: 1 }, "10×0 + 1×0"],
  ["openai", "anthropic/claude-sonnet-4.5:free", { in: 10, out: 1 }, null],
  ["gateway", "anthropic/claude-sonnet-4.5", { in: 10, out: 1 }, "10×3 + 1×15"],
  ["perplexity", "sonar-pro", { in: 10, out: 1 }, "10×3 + 1×15 + 14000×1"],
  ["voyageai", "voyage-3-large", { in: 10, kind: "embeddings" }, "10×0.18"],
  ["ollama", "gpt-4o", { in: 10, out: 1 }, null],
  ["", "hosted_vllm/openai/gpt-oss-20b", { in: 10, out: 1 }, null],
  ["openai", "", { in: 10, out: 1 }, null],
];

const title = ([provider, model, call]: Case) =>
  [`${provider} ${model}`, JSON.stringify(call).replaceAll('"', "")] as const;

it.each(
  [...openai, ...anthropic, ...google, ...bedrock, ...others].map((one) => [...title(one), one] as const),
)("%s %s", (_model, _call, [provider, model, call, worked]) => {
  const { price } = rowOf(attributesOf(provider, model, call), {
    startUs: Date.parse(call.at ?? "2026-11-01T12:00:00Z") * 1_000,
  });
  const cost = worked === null ? null : usdOf(worked);
  expect(price).toMatchObject({ cost, unpriced: cost === null, billable: true });
});

function attributesOf(provider: string, model: string, call: Call): Record<string, string | number> {
  const values: Record<string, string | number | undefined> = {
    "gen_ai.operation.name": call.kind ?? "chat",
    "gen_ai.provider.name": provider,
    "gen_ai.response.model": model,
    "gen_ai.usage.input_tokens": call.in,
    "gen_ai.usage.output_tokens": call.out,
    "gen_ai.usage.cache_read.input_tokens": call.read,
    "gen_ai.usage.cache_creation.input_tokens": call.w,
    "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens": call.w5m,
    "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens": call.w1h,
    "gen_ai.usage.reasoning.output_tokens": call.reasoning,
    "gen_ai.usage.details.input_audio_tokens": call.audioIn,
    "gen_ai.usage.details.output_audio_tokens": call.audioOut,
    "openai.response.service_tier": call.tier,
  };
  const present: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) present[key] = value;
  return present;
}

/** "2×0.5 + 1×8/2": tokens × USD per million, in whole pico-dollars. */
function usdOf(worked: string): string {
  let pico = 0n;
  for (const term of worked.split(" + ")) {
    const [, tokens = "", whole = "", fraction = "", half] =
      /^(\d+)×(\d+)(?:\.(\d+))?(\/2)?$/.exec(term) ?? [];
    pico += (BigInt(tokens) * BigInt(whole + fraction.padEnd(6, "0"))) / (half === undefined ? 1n : 2n);
  }
  const digits = pico.toString().padStart(13, "0");
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
}
