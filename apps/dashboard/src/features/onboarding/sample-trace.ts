/** A small agent run in OTLP JSON, just finished: a model call that asks for a tool, and the tool. */
export function sampleTrace(nowMs: number): { traceId: string; body: unknown } {
  const traceId = randomHex(16);
  const rootId = randomHex(8);
  const at = (agoMs: number) => `${nowMs - agoMs}000000`;
  const span = (name: string, [fromMs, toMs]: [number, number], attributes: Record<string, unknown>) => ({
    traceId,
    spanId: randomHex(8),
    parentSpanId: rootId,
    name,
    kind: 3,
    startTimeUnixNano: at(fromMs),
    endTimeUnixNano: at(toMs),
    attributes: toAttributes(attributes),
  });
  const root = {
    ...span("answer a question", [2_400, 0], {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "weather",
      "gen_ai.conversation.id": "sample-conversation",
      "user.id": "sample-user",
      "gen_ai.input.messages": messages("user", "What is the weather in Paris?"),
      "gen_ai.output.messages": messages("assistant", "Rain in Paris, 14 °C. Take an umbrella."),
    }),
    spanId: rootId,
    parentSpanId: undefined,
    kind: 1,
  };
  const tool = span("execute_tool get_weather", [1_500, 1_180], {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "get_weather",
    "gen_ai.tool.call.arguments": JSON.stringify({ city: "Paris" }),
    "gen_ai.tool.call.result": JSON.stringify({ celsius: 14, sky: "rain" }),
  });
  const chat = span("chat gpt-4o-mini", [1_150, 60], {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
    "gen_ai.usage.input_tokens": 184,
    "gen_ai.usage.output_tokens": 22,
    "gen_ai.input.messages": messages("user", "What is the weather in Paris?"),
    "gen_ai.output.messages": messages("assistant", "Rain in Paris, 14 °C. Take an umbrella."),
  });
  const resource = { attributes: toAttributes({ "service.name": "plumbline-sample" }) };
  const scopeSpans = [{ scope: { name: "plumbline-sample" }, spans: [root, tool, chat] }];
  return { traceId, body: { resourceSpans: [{ resource, scopeSpans }] } };
}

function messages(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
}

function toAttributes(values: Record<string, unknown>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: String(value) },
  }));
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
