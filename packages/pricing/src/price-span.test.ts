import { spanKinds } from "@plumbline/contracts/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../fixtures/golden-costs.json" with { type: "json" };
import { decimalToPico, picoToDecimal } from "./money.ts";
import { createPriceBook } from "./price-book.ts";
import { type PriceableSpan, priceSpan } from "./price-span.ts";

const book = createPriceBook();
const call: PriceableSpan = {
  kind: "GENERATION",
  provider: "openai",
  modelUsed: "gpt-4o",
  startTimeUs: Date.parse("2026-11-01T12:00:00Z") * 1000,
  usage: { inputTokens: 500, outputTokens: 300 },
};
const price = (changes: Partial<PriceableSpan>) => priceSpan(book, { ...call, ...changes });

describe("golden costs", () => {
  it.each(golden.cases.map((example) => [example.id, example] as const))(
    "%s",
    (_, { provider, model, usage, expected_usd }) => {
      const priced = price({
        kind: model.includes("embedding") ? "EMBEDDING" : "GENERATION",
        provider,
        modelUsed: model,
        usage: {
          inputTokens: usage.input_total,
          outputTokens: usage.output_total,
          cacheReadTokens: usage.cache_read,
          cacheWrite5mTokens: usage.cache_write_5m,
          cacheWrite1hTokens: usage.cache_write_1h,
          reasoningTokens: usage.reasoning,
        },
      });
      expect(priced).toMatchObject({
        cost: expected_usd,
        costSource: "computed",
        billable: true,
        unpriced: false,
      });
    },
  );

  it("ten thousand queries of 500 in and 300 out on gpt-4o are 42.50 dollars", () => {
    let total = 0n;
    for (let query = 0; query < 10_000; query++) total += decimalToPico(price({}).cost ?? "");
    expect(picoToDecimal(total)).toBe("42.5");
  });
});

const tokens = fc.nat({ max: 400_000 });
const usages = fc.record({
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWrite5mTokens: tokens,
  cacheWrite1hTokens: tokens,
  reasoningTokens: tokens,
  inputAudioTokens: tokens,
  outputAudioTokens: tokens,
});
const models = fc.constantFrom(
  ["openai", "gpt-4o"],
  ["openai", "gpt-realtime"],
  ["anthropic", "claude-sonnet-4-5"],
  ["google", "gemini-2.5-pro"],
  ["perplexity", "sonar-deep-research"],
  ["perplexity", "sonar"],
);

describe("arithmetic", () => {
  it("makes the whole the exact sum of its parts", () => {
    fc.assert(
      fc.property(models, usages, ([provider, modelUsed], usage) => {
        const { cost, inputCost, outputCost, costDetails } = price({ provider, modelUsed, usage });
        const { total, request, ...parts } = costDetails;
        const sum = (amounts: Array<string | null | undefined>) =>
          amounts.reduce((all, part) => all + decimalToPico(part ?? "0"), 0n);
        expect(total).toBe(cost);
        expect(sum([...Object.values(parts), request])).toBe(decimalToPico(cost ?? ""));
        expect(sum([inputCost, outputCost, request])).toBe(decimalToPico(cost ?? ""));
      }),
    );
  });

  it("prices every token once: parts inside the total never add tokens", () => {
    fc.assert(
      fc.property(tokens, tokens, fc.nat(), fc.nat(), (input, output, read, reasoning) => {
        const cacheReadTokens = input === 0 ? 0 : read % input;
        const reasoningTokens = output === 0 ? 0 : reasoning % output;
        const usage = { inputTokens: input, outputTokens: output, cacheReadTokens, reasoningTokens };
        const expected =
          BigInt(input - cacheReadTokens) * 2_500_000n +
          BigInt(cacheReadTokens) * 1_250_000n +
          BigInt(output) * 10_000_000n;
        expect(price({ usage }).cost).toBe(picoToDecimal(expected));
      }),
    );
  });

  it("moves the whole request to the tier of its total input, cache included", () => {
    const usage = { inputTokens: 200_001, cacheReadTokens: 200_000, outputTokens: 10 };
    expect(price({ provider: "google", modelUsed: "gemini-2.5-pro", usage }).costDetails).toEqual({
      total: "0.0501525",
      input: "0.0000025",
      input_cache_read: "0.05",
      output: "0.00015",
    });
  });

  it("prices audio, separate reasoning and fees per request at their own rates", () => {
    const audio = { inputTokens: 100, inputAudioTokens: 60, outputTokens: 50, outputAudioTokens: 50 };
    expect(price({ modelUsed: "gpt-realtime", usage: audio }).costDetails).toEqual({
      total: "0.00528",
      input: "0.00016",
      input_audio: "0.00192",
      output_audio: "0.0032",
    });
    const deep = { inputTokens: 0, outputTokens: 10, reasoningTokens: 4 };
    expect(price({ provider: "perplexity", modelUsed: "sonar-deep-research", usage: deep }).cost).toBe(
      "0.00006",
    );
    expect(
      price({ provider: "perplexity", modelUsed: "sonar", usage: { inputTokens: 1, outputTokens: 1 } }).cost,
    ).toBe("0.012002");
  });

  it("prices what was cached by what it is", () => {
    const usage = {
      inputTokens: 300,
      cacheReadTokens: 128,
      cacheReadAudioTokens: 100,
      inputAudioTokens: 200,
      outputTokens: 0,
    };
    // 72 × 0.60 + 28 × 0.06 + 100 × 0.30 + 100 × 10, per million.
    expect(price({ modelUsed: "gpt-realtime-mini", usage }).costDetails).toEqual({
      total: "0.00107488",
      input: "0.0000432",
      input_cache_read: "0.00000168",
      input_cache_read_audio: "0.00003",
      input_audio: "0.001",
    });
    expect(price({ usage }).costDetails).toMatchObject({ input_cache_read_audio: "0.000125" });
    const images = { inputTokens: 100, cacheReadTokens: 60, cacheReadImageTokens: 50, inputImageTokens: 80 };
    // gpt-image-1: 10 × 5 + 10 × 1.25 + 50 × 2.50 + 30 × 10, per million.
    expect(price({ modelUsed: "gpt-image-1", usage: { ...images, outputTokens: 0 } }).cost).toBe("0.0004875");
  });

  it("never counts cached audio twice", () => {
    const usage = { inputTokens: 100, cacheReadTokens: 80, inputAudioTokens: 90, outputTokens: 0 };
    expect(price({ modelUsed: "gpt-realtime", usage }).costDetails).toEqual({
      total: "0.000672",
      input_cache_read: "0.000032",
      input_audio: "0.00064",
    });
  });
});

describe("unknown is not zero", () => {
  const unknown = {
    cost: null,
    inputCost: null,
    outputCost: null,
    costDetails: {},
    costSource: "",
    rateCardId: "",
  };

  it("without usage there is no cost, failed or not", () => {
    expect(price({ usage: {} })).toEqual({
      ...unknown,
      billable: false,
      billableReason: "no-usage",
      unpriced: false,
    });
    expect(price({ usage: {}, level: "ERROR" })).toMatchObject({
      ...unknown,
      billableReason: "failed-without-usage",
    });
  });

  it("a failed call that used tokens still costs", () => {
    expect(price({ level: "ERROR" }).cost).toBe("0.00425");
  });

  it("a model without a price is unpriced, not free", () => {
    for (const changes of [{ modelUsed: "my-own" }, { modelUsed: undefined }, { provider: "vllm" }]) {
      expect(price(changes)).toEqual({ ...unknown, billable: true, billableReason: "leaf", unpriced: true });
    }
    expect(price({ modelUsed: "text-embedding-3-small" }).unpriced).toBe(true);
  });

  it("falls back to the requested model", () => {
    expect(price({ modelUsed: "deployment-7", modelRequested: "gpt-4o" }).cost).toBe("0.00425");
  });

  it("counts that are no counts are unknown", () => {
    for (const bad of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(price({ usage: { inputTokens: bad, outputTokens: bad } }).billableReason).toBe("no-usage");
    }
  });

  it("derives a side from the total, and says when a side stays unknown", () => {
    expect(price({ usage: { totalTokens: 800, outputTokens: 300 } })).toMatchObject({
      cost: "0.00425",
      billableReason: "leaf",
    });
    expect(price({ usage: { inputTokens: 500 } })).toMatchObject({
      cost: "0.00125",
      outputCost: null,
      billableReason: "leaf-partial-usage",
    });
    expect(price({ usage: { totalTokens: 800 } })).toMatchObject({ cost: null, unpriced: true });
    const embedding = {
      kind: "EMBEDDING",
      modelUsed: "text-embedding-3-small",
      usage: { totalTokens: 8 },
    } as const;
    expect(price(embedding)).toMatchObject({ cost: "0.00000016", billableReason: "leaf" });
  });

  it("a known zero is zero", () => {
    expect(price({ usage: { inputTokens: 0, outputTokens: 0 } }).cost).toBe("0");
  });

  it("an amount that no column holds is unknown", () => {
    expect(price({ usage: { inputTokens: 2 ** 50, outputTokens: 0 } })).toMatchObject({
      cost: null,
      unpriced: true,
    });
  });
});

describe("given cost", () => {
  it("wins over the price book, in the client's own parts", () => {
    expect(price({ givenCost: { total: "0.5", input: "0.2", output: "0.3" } })).toMatchObject({
      cost: "0.5",
      inputCost: "0.2",
      outputCost: "0.3",
      costDetails: { total: "0.5", input: "0.2", output: "0.3" },
      costSource: "given",
      rateCardId: "",
      billable: true,
    });
  });

  it("without a total is the sum of its parts, rounded half-even to twelve places", () => {
    expect(price({ givenCost: { input: "0.1", search: "2e-1" } }).cost).toBe("0.3");
    expect(price({ givenCost: { total: "0.0000000000005" } }).cost).toBe("0.00425");
    expect(price({ givenCost: { total: "0.0000000000015" } }).cost).toBe("0.000000000002");
    expect(price({ givenCost: { total: "0.0000000000025" } }).cost).toBe("0.000000000002");
  });

  it("of 0 is unknown, as is one that makes no sense", () => {
    for (const total of ["0", "0.00", "-1", "abc", "1000000"]) {
      expect(price({ givenCost: { total } })).toMatchObject({ cost: "0.00425", costSource: "computed" });
    }
    expect(price({ givenCost: { total: "0" }, usage: {} }).cost).toBeNull();
  });

  it("keeps hostile names as plain keys", () => {
    const given: Record<string, string> = JSON.parse('{"__proto__": "1", "constructor": "2"}');
    expect(price({ givenCost: given }).cost).toBe("3");
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe("billable", () => {
  it.each(spanKinds)("%s with tokens", (kind) => {
    const isCall = kind === "GENERATION" || kind === "EMBEDDING";
    expect(price({ kind })).toMatchObject({
      billable: isCall,
      billableReason: isCall ? "leaf" : "repeats-children",
      cost: isCall ? "0.00425" : null,
      unpriced: false,
    });
  });

  it.each(spanKinds)("%s with a given cost", (kind) => {
    const expected = ["GENERATION", "EMBEDDING"].includes(kind)
      ? "leaf"
      : ["TOOL", "RETRIEVER", "EVENT"].includes(kind)
        ? "leaf-given-cost"
        : "repeats-children";
    expect(price({ kind, givenCost: { total: "1" } })).toMatchObject({
      cost: "1",
      billableReason: expected,
      billable: expected !== "repeats-children",
    });
  });

  it("a span that called nothing is no model call", () => {
    expect(price({ kind: "SPAN", usage: {} })).toMatchObject({
      billable: false,
      billableReason: "not-a-model-call",
    });
  });
});
