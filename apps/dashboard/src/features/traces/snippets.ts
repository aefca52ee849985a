interface Snippet {
  id: string;
  label: string;
  /** Shown above the code. */
  note: string;
  code: string;
}

/** How to send a first trace to this server, ready to paste once the keys are filled in. */
export function snippets(apiUrl: string): readonly Snippet[] {
  const base = apiUrl.replace(/\/+$/, "");
  return [
    {
      id: "otel",
      label: "OpenTelemetry",
      note: "Any OTLP/HTTP exporter. Set these before your application starts.",
      code: `export OTEL_EXPORTER_OTLP_ENDPOINT="${base}"
export OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf"
export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic%20$(printf '%s' "$PUBLIC_KEY:$SECRET_KEY" | base64 | tr -d '\\n')"`,
    },
    {
      id: "langfuse-js",
      label: "Langfuse JS",
      note: "npm install @langfuse/tracing @langfuse/otel @opentelemetry/sdk-node",
      code: `// LANGFUSE_BASE_URL=${base}
// LANGFUSE_PUBLIC_KEY=… LANGFUSE_SECRET_KEY=…
import { NodeSDK } from "@opentelemetry/sdk-node";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { startActiveObservation } from "@langfuse/tracing";

const sdk = new NodeSDK({ spanProcessors: [new LangfuseSpanProcessor()] });
sdk.start();

await startActiveObservation("hello", async (span) => {
  span.update({ input: "What is a plumb line?", output: "A weight on a string." });
});
await sdk.shutdown();`,
    },
    {
      id: "langfuse-python",
      label: "Langfuse Python",
      note: "pip install langfuse",
      code: `import os
os.environ["LANGFUSE_BASE_URL"] = "${base}"
os.environ["LANGFUSE_PUBLIC_KEY"] = "…"
os.environ["LANGFUSE_SECRET_KEY"] = "…"

from langfuse import get_client

langfuse = get_client()
with langfuse.start_as_current_observation(name="hello", as_type="span") as span:
    span.update(input="What is a plumb line?", output="A weight on a string.")
langfuse.flush()`,
    },
    {
      id: "curl",
      label: "curl",
      note: "One trace, without a library.",
      code: `now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
curl -u "$PUBLIC_KEY:$SECRET_KEY" -H "Content-Type: application/json" \\
  ${base}/api/public/ingestion -d '{"batch":[{
    "id":"'$(date +%s%N)'","type":"trace-create","timestamp":"'$now'",
    "body":{"id":"hello-'$(date +%s)'","name":"hello","timestamp":"'$now'",
      "input":"What is a plumb line?","output":"A weight on a string."}}]}'`,
    },
  ];
}
