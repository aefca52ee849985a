import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowOf } from "./priced-row.fixture.ts";

type Usage = readonly [input: number, output: number];
const genAi = ([input, output]: Usage) => ({
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.provider.name": "openai",
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
});
const aiSdk = ([input, output]: Usage) => ({
  "ai.model.id": "gpt-4o",
  "ai.model.provider": "openai.chat",
  "ai.usage.inputTokens": input,
  "ai.usage.outputTokens": output,
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
});

/** Model calls, dialect by dialect: each is billed. */
const leaves: readonly ((usage: Usage) => Record<string, string | number>)[] = [
  (usage) => ({ ...genAi(usage), "gen_ai.operation.name": "chat" }),
  (usage) => ({ ...genAi(usage), "gen_ai.operation.name": "generate_content" }),
  (usage) => ({ ...aiSdk(usage), "ai.operationId": "ai.generateText.doGenerate" }),
  (usage) => ({ ...aiSdk(usage), "ai.operationId": "ai.streamText.doStream" }),
  (usage) => ({ ...genAi(usage), "langsmith.span.kind": "llm", "gen_ai.operation.name": "chat" }),
  (usage) => ({ ...genAi(usage), "openinference.span.kind": "LLM" }),
  (usage) => ({ ...genAi(usage), "mlflow.spanType": '"CHAT_MODEL"' }),
  (usage) => ({ ...genAi(usage), "genkit:metadata:subtype": "model" }),
  (usage) => ({ ...genAi(usage), "llm.request.type": "chat" }),
  (usage) => ({ ...genAi(usage), "langfuse.observation.type": "generation" }),
];

/** What wraps them and repeats their sum, model and all: none is. */
const wrappers: readonly ((usage: Usage) => Record<string, string | number>)[] = [
  ...[
    "invoke_agent",
    "agent_step",
    "invoke_workflow",
    "turn",
    "task",
    "create_agent",
    "some_new_wrapper",
  ].map((operation) => (usage: Usage) => ({ ...genAi(usage), "gen_ai.operation.name": operation })),
  ...[
    "ai.generateText",
    "ai.streamText",
    "ai.generateObject",
    "ai.streamObject",
    "ai.embed",
    "ai.embedMany",
  ].map((operation) => (usage: Usage) => ({ ...aiSdk(usage), "ai.operationId": operation })),
  ...["chain", "prompt", "retriever", "tool", "parser"].map((kind) => (usage: Usage) => ({
    ...genAi(usage),
    "langsmith.span.kind": kind,
    // So its exporter names prompts and retrievers.
    "gen_ai.operation.name": kind === "retriever" ? "embeddings" : "chat",
  })),
  ...["CHAIN", "AGENT", "TOOL", "RETRIEVER"].map((kind) => (usage: Usage) => ({
    ...genAi(usage),
    "openinference.span.kind": kind,
  })),
  (usage) => ({ ...genAi(usage), "traceloop.span.kind": "workflow" }),
  (usage) => ({ ...genAi(usage), "pydantic_ai.all_messages": "[]" }),
  (usage) => ({ ...genAi(usage), "mlflow.spanType": '"AGENT"' }),
  (usage) => ({ ...genAi(usage), "genkit:metadata:subtype": "flow" }),
];

const count = fc.integer({ min: 1, max: 1_000_000 });
const call = fc.record({ leaf: fc.nat({ max: leaves.length - 1 }), usage: fc.tuple(count, count) });
const trace = fc.record({
  calls: fc.array(call, { minLength: 1, maxLength: 5 }),
  around: fc.array(fc.nat({ max: wrappers.length - 1 }), { maxLength: 4 }),
  isSum: fc.boolean(),
});

describe("R1: only leaves are billed", () => {
  it("whatever wraps them and repeats the last call or the sum, and in whatever dialect", () => {
    fc.assert(
      fc.property(trace, ({ calls, around, isSum }) => {
        const usages = calls.map(({ usage }) => usage);
        const sum: Usage = usages.reduce<Usage>(
          (total, usage) => [total[0] + usage[0], total[1] + usage[1]],
          [0, 0],
        );
        const repeated = isSum ? sum : (usages.at(-1) ?? sum);
        const rows = [
          ...calls.map(({ leaf, usage }) => rowOf(leaves[leaf]?.(usage) ?? {})),
          ...around.map((index) => rowOf(wrappers[index]?.(repeated) ?? {})),
        ].filter(({ price }) => price.billable);
        expect(rows).toHaveLength(calls.length);
        const input = rows.reduce((total, { usage }) => total + (usage.inputTokens ?? 0), 0);
        const output = rows.reduce((total, { usage }) => total + (usage.outputTokens ?? 0), 0);
        expect([input, output]).toEqual(sum);
        // gpt-4o: 2.50 and 10.00 USD for a million tokens.
        const pico = rows.reduce((total, { price }) => total + picoOf(price.cost), 0n);
        expect(pico).toBe(BigInt(sum[0]) * 2_500_000n + BigInt(sum[1]) * 10_000_000n);
      }),
    );
  });

  it.each(wrappers.map((wrapper) => [JSON.stringify(wrapper([1, 1])), wrapper] as const))(
    "%s",
    (_name, wrapper) => {
      expect(rowOf(wrapper([120, 40])).price).toMatchObject({ billable: false, cost: null });
    },
  );
});

function picoOf(cost: string | null): bigint {
  const [whole = "0", fraction = ""] = (cost ?? "0").split(".");
  return BigInt(whole + fraction.padEnd(12, "0"));
}
