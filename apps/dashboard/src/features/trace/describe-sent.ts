import type { SentKey } from "../../trpc/types.ts";

type Convention = NonNullable<SentKey["convention"]>;
type Unit = NonNullable<SentKey["unit"]>;

const conventions: Readonly<Record<Convention, string>> = {
  otel: "OpenTelemetry",
  "otel-genai": "OpenTelemetry GenAI",
  "otel-genai-old": "OpenTelemetry GenAI (older)",
  langfuse: "Langfuse",
  openinference: "OpenInference",
  traceloop: "OpenLLMetry",
  "ai-sdk": "Vercel AI SDK",
  langsmith: "LangSmith",
  openlit: "OpenLIT",
  mlflow: "MLflow",
  lmnr: "Laminar",
  logfire: "Logfire",
  genkit: "Genkit",
  "google-adk": "Google ADK",
  "pydantic-ai": "Pydantic AI",
  mastra: "Mastra",
  langwatch: "LangWatch",
  sentry: "Sentry",
  strands: "Strands Agents",
  "anthropic-sdk": "Anthropic SDK",
  plumbline: "Plumbline",
};

const units: Readonly<Record<Unit, string>> = {
  json: "JSON",
  quoted: "text in quotes",
  list: "list, key by key",
  event: "event",
  iso: "ISO 8601 time",
  "after-s": "seconds after the start",
  "after-ms": "milliseconds after the start",
  usd: "USD",
  tokens: "tokens",
  "comma-list": "list with commas",
};

const countings = {
  inclusive: "cached and reasoning tokens included",
  exclusive: "cached and reasoning tokens beside it",
  unknown: "settled against its total",
} as const;

const places = { span: null, resource: "of the resource", event: "log or span event" } as const;

/** Of the whole counts it matters what they contain; the others are parts of them. */
function isWhole(field: string | null): boolean {
  return (
    field === "input tokens" || field === "output tokens" || field === "total tokens" || field === "usage"
  );
}

/** The words of one row: what became of the key, and all that the table knows of it. */
export function describeSent(entry: SentKey): { became: string; about: string } {
  const { field, insteadOf, place, convention, unit, counts, isKept } = entry;
  const about = [
    field === null && insteadOf !== null ? `empty, unreadable, or another key gave ${insteadOf}` : null,
    field !== null && isKept ? "and kept as attribute" : null,
    convention === null ? null : conventions[convention],
    unit === null ? null : units[unit],
    counts === null ? null : isWhole(field ?? insteadOf) ? countings[counts] : "a part of input or output",
    places[place],
  ];
  return {
    became: field ?? "kept as attribute",
    about: about.filter((words) => words !== null).join(", "),
  };
}
