/**
 * An application on plain OpenTelemetry with GenAI semantic conventions. Reads OTEL_EXPORTER_OTLP_*
 * from its environment (as any OTLP client does) and prints its trace id.
 */
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({
    "service.name": "weather-service",
    "service.version": "1.2.3",
    "deployment.environment.name": "staging",
  }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const tracer = provider.getTracer("weather", "1.0.0");

const traceId = tracer.startActiveSpan(
  "invoke_agent weather",
  {
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "weather",
      "gen_ai.conversation.id": "sess-7",
      "user.id": "user-42",
      // An agent repeats the usage of its children; it must not be counted again.
      "gen_ai.usage.input_tokens": 120,
      "gen_ai.usage.output_tokens": 40,
    },
  },
  (agent) => {
    const chat = tracer.startSpan("chat gpt-4o-mini", {
      kind: SpanKind.CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.request.temperature": 0.2,
        "gen_ai.usage.input_tokens": 120,
        "gen_ai.usage.output_tokens": 40,
        "gen_ai.usage.cache_read.input_tokens": 64,
        "gen_ai.usage.reasoning.output_tokens": 16,
        "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: "be brief" }]),
        "gen_ai.input.messages": JSON.stringify([
          { role: "user", parts: [{ type: "text", content: "weather in Paris?" }] },
        ]),
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", parts: [{ type: "text", content: "Rainy, 14 C." }], finish_reason: "stop" },
        ]),
        "app.region": "eu-west-1",
      },
    });
    chat.end();
    const tool = tracer.startSpan("execute_tool lookup", {
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "lookup",
        "gen_ai.tool.call.arguments": JSON.stringify({ city: "Paris" }),
      },
    });
    tool.setStatus({ code: SpanStatusCode.ERROR, message: "timed out" });
    tool.end();
    agent.end();
    return agent.spanContext().traceId;
  },
);
await provider.forceFlush();
await provider.shutdown();
console.log(traceId);
