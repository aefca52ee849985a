/** An application on the current Langfuse SDK. Reads LANGFUSE_* from its environment, prints its trace id. */
import { LangfuseClient } from "@langfuse/client";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { propagateAttributes, startActiveObservation, startObservation } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const processor = new LangfuseSpanProcessor({ environment: "staging", release: "v1.2.3" });
const provider = new NodeTracerProvider({ spanProcessors: [processor] });
provider.register();

const traceId = await propagateAttributes(
  {
    userId: "user-42",
    sessionId: "sess-7",
    tags: ["beta", "web"],
    traceName: "weather-chat",
    metadata: { tier: "gold" },
  },
  () =>
    startActiveObservation("answer", async (root) => {
      root.update({ input: { question: "weather in Paris?" } });
      startObservation(
        "lookup",
        { input: { city: "Paris" }, output: { celsius: 14 } },
        { asType: "tool" },
      ).end();
      const generation = startObservation(
        "llm-call",
        {
          model: "gpt-4o-mini",
          input: [
            { role: "system", content: "be brief" },
            { role: "user", content: "weather in Paris?" },
          ],
          modelParameters: { temperature: 0.2 },
          completionStartTime: new Date(),
        },
        { asType: "generation" },
      );
      generation.update({
        output: { role: "assistant", content: "Rainy, 14 C." },
        usageDetails: {
          input: 120,
          output: 40,
          total: 160,
          input_cached_tokens: 64,
          output_reasoning_tokens: 16,
        },
      });
      generation.end();
      root.update({ output: { answer: "Rainy, 14 C." } });
      return root.traceId;
    }),
);
await processor.forceFlush();
await provider.shutdown();

const client = new LangfuseClient();
client.score.create({ traceId, name: "helpfulness", value: 0.9, comment: "ok" });
await client.score.flush();
console.log(traceId);
