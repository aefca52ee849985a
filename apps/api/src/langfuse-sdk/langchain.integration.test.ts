import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { StringOutputParser } from "@langchain/core/output_parsers";
import type { ChatResult } from "@langchain/core/outputs";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { CallbackHandler } from "@langfuse/langchain";
import type { ObservationBody, TraceBody } from "@plumbline/contracts/langfuse";
import { CallbackHandler as ClassicHandler } from "langfuse-langchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

let world: SdkWorld;
beforeAll(async () => {
  world = await startSdkWorld();
});
afterAll(() => world?.close());

/** Answers without a network, and counts as OpenAI's does. */
class LocalChatModel extends BaseChatModel {
  model = "gpt-4o-mini";

  _llmType(): string {
    return "local";
  }

  override invocationParams(): Record<string, unknown> {
    return { model: this.model, temperature: 0.2 };
  }

  override _generate(_messages: BaseMessage[]): Promise<ChatResult> {
    const tokens = { input_tokens: 12, output_tokens: 3, total_tokens: 15 };
    const message = new AIMessage({ content: "Rainy.", usage_metadata: tokens });
    return Promise.resolve({
      generations: [{ text: "Rainy.", message }],
      llmOutput: { tokenUsage: { promptTokens: 12, completionTokens: 3, totalTokens: 15 } },
    });
  }
}

const chain = ChatPromptTemplate.fromMessages([["user", "weather in {city}?"]])
  .pipe(new LocalChatModel({}))
  .pipe(new StringOutputParser());

function expectRun(trace: TraceBody): void {
  const call = trace.observations.find(({ type }) => type === "GENERATION");
  expect(call).toMatchObject({
    usage: { input: 12, output: 3, total: 15, unit: "TOKENS" },
    calculatedTotalCost: expect.closeTo(12 * 0.15e-6 + 3 * 0.6e-6, 12),
  });
  expect(call?.model).toBe("gpt-4o-mini");
  expect(JSON.stringify([call?.input, call?.output])).toMatch(/weather in Paris\?.*Rainy\./);
  const ids = new Map<string, ObservationBody>(trace.observations.map((one) => [one.id, one]));
  const parents = trace.observations.flatMap(({ parentObservationId }) => parentObservationId ?? []);
  expect(parents.length).toBeGreaterThanOrEqual(trace.observations.length - 1);
  for (const parent of parents) expect(ids.has(parent)).toBe(true);
}

test("the classic handler records a chain with its call, usage and cost", async () => {
  const { publicKey, secretKey } = world.api.key;
  const handler = new ClassicHandler({
    publicKey,
    secretKey,
    baseUrl: world.api.url,
    userId: "ada",
    sessionId: "lc-classic",
  });
  expect(await chain.invoke({ city: "Paris" }, { callbacks: [handler] })).toBe("Rainy.");
  await handler.flushAsync();
  await world.api.drained();
  const { data } = await world.get<{ data: TraceBody[] }>("traces?sessionId=lc-classic");
  expect(data).toMatchObject([{ userId: "ada", name: "RunnableSequence" }]);
  expectRun(await world.get<TraceBody>(`traces/${data[0]?.id}`));
});

test("the current handler records a chain with its call, usage and cost", async () => {
  const handler = new CallbackHandler({ userId: "bob", sessionId: "lc-current", tags: ["chain"] });
  expect(await chain.invoke({ city: "Paris" }, { callbacks: [handler] })).toBe("Rainy.");
  await world.flush();
  const { data } = await world.get<{ data: TraceBody[] }>("traces?sessionId=lc-current");
  expect(data).toMatchObject([{ userId: "bob", tags: ["chain"] }]);
  expectRun(await world.get<TraceBody>(`traces/${data[0]?.id}`));
});
