/** An application on the classic Langfuse SDK (batches of create and update events). Prints its trace id. */
import { Langfuse } from "langfuse";

const langfuse = new Langfuse({ environment: "staging", release: "v1.2.3" });
const trace = langfuse.trace({
  name: "weather-chat",
  userId: "user-42",
  sessionId: "sess-7",
  tags: ["beta", "web"],
  metadata: { tier: "gold" },
  input: { question: "weather in Paris?" },
});
const retrieve = trace.span({ name: "retrieve", input: { city: "Paris" } });
retrieve.event({ name: "cache-miss", metadata: { key: 1 } });
retrieve.end({ output: [{ id: "d1" }] });
const generation = trace.generation({
  name: "llm-call",
  model: "gpt-4o-mini",
  modelParameters: { temperature: 0.2 },
  input: [{ role: "user", content: "weather in Paris?" }],
});
generation.update({ completionStartTime: new Date() });
generation.end({
  output: { role: "assistant", content: "Rainy, 14 C." },
  usage: { promptTokens: 120, completionTokens: 40, totalTokens: 160 },
  usageDetails: { input: 120, output: 40, total: 160, cache_read_input_tokens: 64 },
});
trace.score({ name: "helpfulness", value: 0.9, comment: "ok" });
trace.update({ output: { answer: "Rainy, 14 C." } });
await langfuse.shutdownAsync();
console.log(trace.id);
