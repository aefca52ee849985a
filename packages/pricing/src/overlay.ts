import type { ModelPrice } from "@pydantic/genai-prices";

interface OverlayEntry {
  /** Provider id of the price data; absent means any. */
  provider?: string;
  model: RegExp;
  /** Where the price is published. */
  source: string;
  /** Adds to what the list says; returns the same object when it has nothing to add. */
  complete: (prices: ModelPrice) => ModelPrice;
}

/** Prices that the packaged list lacks. Only gaps are filled: what the list says is never overruled. */
const overlay: readonly OverlayEntry[] = [
  {
    // The list carries the one-hour write for Anthropic's own API and OpenRouter in part, not for clouds.
    model: /claude/,
    source:
      "Anthropic pricing page, prompt caching: one-hour cache writes cost twice the base input price " +
      "(platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing)",
    complete: (prices) => {
      if (prices["cache_write_1h_mtok"] !== undefined || prices["cache_write_mtok"] === undefined)
        return prices;
      const twice = scalePrice(prices["input_mtok"], 2);
      return twice === undefined ? prices : { ...prices, cache_write_1h_mtok: twice };
    },
  },
  {
    // The list has text rates only, forty times less than what audio costs. An older list says 100/200.
    provider: "openai",
    model: /^gpt-4o-audio-preview$/,
    source:
      "Description of openai/gpt-4o-audio-preview at openrouter.ai: audio 40 in, 80 out, USD per million",
    complete: (prices) => ({ input_audio_mtok: 40, output_audio_mtok: 80, ...prices }),
  },
  {
    provider: "openai",
    model: /^gpt-4o-mini-audio-preview$/,
    source: "OpenAI pricing page, audio tokens of gpt-4o-mini-audio-preview: 10 in, 20 out, USD per million",
    complete: (prices) => ({ input_audio_mtok: 10, output_audio_mtok: 20, ...prices }),
  },
  {
    provider: "openai",
    model: /^(?:ft:gpt-4o(?:-mini)?|gpt-4o-mini-2024-07-18\.ft-)$/,
    source: "OpenAI pricing page, fine-tuned gpt-4o and gpt-4o-mini: cached input at half the price of input",
    complete: (prices) => {
      const half = scalePrice(prices["input_mtok"], 0.5);
      return half === undefined ? prices : { cache_read_mtok: half, ...prices };
    },
  },
  {
    provider: "openai",
    model: /^moderation$/,
    source:
      "OpenAI moderation guide: the moderation endpoint is free (developers.openai.com/api/docs/guides/moderation)",
    complete: (prices) => ({ input_mtok: 0, output_mtok: 0, ...prices }),
  },
  {
    // Listed without prices: a free variant costs nothing by its name.
    model: /:free$/,
    source: "OpenRouter model variants: `:free` (openrouter.ai/docs)",
    complete: (prices) => ({ input_mtok: 0, output_mtok: 0, ...prices }),
  },
];

function scalePrice(price: ModelPrice[string], factor: number): ModelPrice[string] {
  if (price === undefined) return undefined;
  if (typeof price === "number") return price * factor;
  const tiers = price.tiers.map((tier) => ({ start: tier.start, price: tier.price * factor }));
  return { base: price.base * factor, tiers };
}

export function completePrices(providerId: string, modelId: string, prices: ModelPrice): ModelPrice {
  let completed = prices;
  for (const entry of overlay) {
    if (entry.provider !== undefined && entry.provider !== providerId) continue;
    if (entry.model.test(modelId)) completed = entry.complete(completed);
  }
  return completed;
}
