interface Snippet {
  id: string;
  label: string;
  /** Shown above the code: what to install, where to put it. */
  note: string;
  code: string;
}

export interface SnippetKeys {
  publicKey: string;
  secretKey: string;
}

const placeholders: SnippetKeys = { publicKey: "pk-…", secretKey: "sk-…" };

export const trimAddress = (apiUrl: string) => apiUrl.replace(/\/+$/, "");

/** What an application's environment needs, for SDKs that read it. */
export function envBlock(apiUrl: string, { publicKey, secretKey }: SnippetKeys): string {
  const basic = btoa(`${publicKey}:${secretKey}`);
  const base = trimAddress(apiUrl);
  return `LANGFUSE_BASE_URL="${base}"
LANGFUSE_PUBLIC_KEY="${publicKey}"
LANGFUSE_SECRET_KEY="${secretKey}"
OTEL_EXPORTER_OTLP_ENDPOINT="${base}"
OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"
OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic%20${basic}"`;
}

/**
 * Ways to send a first trace to this server. With keys each runs as it stands; a test runs those for
 * JavaScript and for the shell.
 */
export function snippets(apiUrl: string, keys: SnippetKeys = placeholders): readonly Snippet[] {
  const base = trimAddress(apiUrl);
  return [
    openTelemetryJs(base, keys),
    openTelemetryPython(base, keys),
    langfuseJs(base, keys),
    langfuseJsClassic(base, keys),
    langfusePython(base, keys),
    curl(base, keys),
  ];
}

function openTelemetryJs(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "otel-js",
    label: "OpenTelemetry JS",
    note: "npm install @opentelemetry/api @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto",
    code: `// hello.mjs
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const keys = "${publicKey}:${secretKey}";
const exporter = new OTLPTraceExporter({
  url: "${base}/v1/traces",
  headers: { Authorization: \`Basic \${btoa(keys)}\` },
});
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
provider.register();

const span = trace.getTracer("hello").startSpan("chat gpt-4o-mini", {
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 7,
  },
});
span.end();
await provider.shutdown();`,
  };
}

function openTelemetryPython(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "otel-python",
    label: "OpenTelemetry Python",
    note: "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http",
    code: `from base64 import b64encode

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

keys = b64encode(b"${publicKey}:${secretKey}").decode()
exporter = OTLPSpanExporter(
    endpoint="${base}/v1/traces",
    headers={"Authorization": f"Basic {keys}"},
)
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(exporter))

attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 7,
}
with provider.get_tracer("hello").start_as_current_span("chat gpt-4o-mini", attributes=attributes):
    pass
provider.shutdown()`,
  };
}

function langfuseJs(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "langfuse-js",
    label: "Langfuse JS v5",
    note: "npm install @langfuse/tracing @langfuse/otel @opentelemetry/sdk-trace-node",
    code: `// hello.mjs
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { startActiveObservation } from "@langfuse/tracing";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const processor = new LangfuseSpanProcessor({
  baseUrl: "${base}",
  publicKey: "${publicKey}",
  secretKey: "${secretKey}",
});
const provider = new NodeTracerProvider({ spanProcessors: [processor] });
provider.register();

await startActiveObservation("hello", async (span) => {
  span.update({ input: "What is a plumb line?", output: "A weight on a string." });
});
await provider.shutdown();`,
  };
}

function langfuseJsClassic(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "langfuse-js-classic",
    label: "Langfuse JS v3",
    note: "npm install langfuse@3",
    code: `// hello.mjs
import { Langfuse } from "langfuse";

const langfuse = new Langfuse({
  baseUrl: "${base}",
  publicKey: "${publicKey}",
  secretKey: "${secretKey}",
});
const trace = langfuse.trace({ name: "hello", input: "What is a plumb line?" });
trace
  .generation({ name: "answer", model: "gpt-4o-mini", input: "What is a plumb line?" })
  .end({ output: "A weight on a string.", usage: { input: 12, output: 7 } });
trace.update({ output: "A weight on a string." });
await langfuse.shutdownAsync();`,
  };
}

function langfusePython(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "langfuse-python",
    label: "Langfuse Python",
    note: "pip install langfuse",
    code: `import os

os.environ["LANGFUSE_BASE_URL"] = os.environ["LANGFUSE_HOST"] = "${base}"
os.environ["LANGFUSE_PUBLIC_KEY"] = "${publicKey}"
os.environ["LANGFUSE_SECRET_KEY"] = "${secretKey}"

from langfuse import get_client

langfuse = get_client()
with langfuse.start_as_current_observation(name="hello", as_type="span") as span:
    span.update(input="What is a plumb line?", output="A weight on a string.")
langfuse.flush()`,
  };
}

function curl(base: string, { publicKey, secretKey }: SnippetKeys): Snippet {
  return {
    id: "curl",
    label: "curl",
    note: "One span as OTLP JSON, without a library.",
    code: `hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \\n'; }
now="$(date +%s)"
curl --fail-with-body -u '${publicKey}:${secretKey}' \\
  -H 'Content-Type: application/json' ${base}/v1/traces -d '{"resourceSpans":[{"scopeSpans":[{"spans":[{
    "traceId":"'$(hex 16)'","spanId":"'$(hex 8)'","name":"chat gpt-4o-mini","kind":3,
    "startTimeUnixNano":"'$now'000000000","endTimeUnixNano":"'$now'400000000",
    "attributes":[
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
      {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o-mini"}},
      {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
      {"key":"gen_ai.usage.output_tokens","value":{"intValue":"7"}}]}]}]}]}'`,
  };
}
