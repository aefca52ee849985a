import type { SpanFields, SpanKind } from "@plumbline/contracts/events";
import { jsonText } from "../clean-text.ts";
import {
  at,
  attributesOf,
  contentOf,
  firstText,
  known,
  metadataOf,
  recordOf,
  tagsOf,
  textOf,
  timeUsOf,
} from "../doors/values.ts";
import { langchainProvider } from "../normalise/provider.ts";
import { isRecord } from "../parsed-json.ts";
import { readRunUsage } from "./usage.ts";

const kinds: ReadonlyMap<string, SpanKind> = new Map<string, SpanKind>([
  ["llm", "GENERATION"],
  ["chain", "CHAIN"],
  ["tool", "TOOL"],
  ["retriever", "RETRIEVER"],
  ["embedding", "EMBEDDING"],
]);

/** Everything of a run but its ids. What a patch leaves out stays as the post said it. */
export function readRunFields(run: Record<string, unknown>): SpanFields {
  const extra = recordOf(run["extra"]);
  const metadata = recordOf(extra["metadata"]);
  const runType = textOf(run["run_type"])?.toLowerCase();
  const error = textOf(run["error"]);
  const isRoot = run["parent_run_id"] === undefined || run["parent_run_id"] === null;
  const name = textOf(run["name"]);
  const { model, ...usage } = readCall(runType, run["outputs"], metadata);
  return known({
    kind: runType === undefined ? undefined : (kinds.get(runType) ?? "SPAN"),
    name,
    traceName: isRoot ? name : undefined,
    startTimeUs: timeUsOf(run["start_time"], "start_time"),
    endTimeUs: timeUsOf(run["end_time"], "end_time"),
    completionStartTimeUs: firstTokenUs(run["events"]),
    level: error === undefined ? undefined : "ERROR",
    statusMessage: error,
    input: contentOf(run["inputs"]),
    output: contentOf(run["outputs"]),
    tags: tagsOf(run["tags"]),
    ...readContext(extra, metadata),
    modelUsed: model,
    attributes: attributesOf({
      "langsmith.run_type": runType,
      "langsmith.project": run["session_name"],
      "langsmith.reference_example_id": run["reference_example_id"],
      "langsmith.sdk": at(extra, "runtime", "sdk"),
      "langsmith.sdk_version": at(extra, "runtime", "sdk_version"),
    }),
    ...usage,
  });
}

/** Only `llm` runs are calls: chains and tools repeat what the calls below them used. */
function readCall(
  runType: string | undefined,
  outputs: unknown,
  metadata: Record<string, unknown>,
): SpanFields & { model: string | undefined } {
  if (runType !== undefined && runType !== "llm") return { model: undefined };
  const message = at(outputs, "generations", 0, 0, "message");
  const model = firstText(
    at(outputs, "model"),
    at(outputs, "llm_output", "model_name"),
    at(message, "kwargs", "response_metadata", "model_name"),
    at(message, "response_metadata", "model_name"),
  );
  return { model, ...readRunUsage(outputs, metadata) };
}

function readContext(extra: Record<string, unknown>, metadata: Record<string, unknown>): SpanFields {
  const parameters = [metadata["ls_invocation_params"], extra["invocation_params"]].find(isRecord);
  return known({
    provider: langchainProvider(textOf(metadata["ls_provider"])),
    modelRequested: firstText(
      metadata["ls_model_name"],
      at(extra, "invocation_params", "model"),
      at(extra, "invocation_params", "model_name"),
    ),
    modelParameters: parameters === undefined ? undefined : withoutContent(parameters),
    sessionId: firstText(metadata["session_id"], metadata["thread_id"], metadata["conversation_id"]),
    userId: firstText(metadata["user_id"]),
    feature: firstText(metadata["feature"]),
    release: firstText(metadata["revision_id"]),
    metadata: withoutOurs(metadata),
  });
}

/** What the row already shows, and variables of the client's machine that may hold its keys. */
const left = /^(?:ls_|LANGCHAIN_|LANGSMITH_|usage_metadata$)|key|secret|token|password/i;

function withoutOurs(metadata: Record<string, unknown>): Record<string, string> | undefined {
  const kept = Object.entries(metadata).filter(([name]) => !left.test(name));
  return kept.length === 0 ? undefined : metadataOf(Object.fromEntries(kept));
}

const notParameters = new Set(["tools", "functions", "messages", "api_key", "apiKey", "headers"]);

function withoutContent(parameters: Record<string, unknown>): string {
  return jsonText(
    Object.fromEntries(Object.entries(parameters).filter(([name]) => !notParameters.has(name))),
  );
}

function firstTokenUs(events: unknown): number | undefined {
  if (!Array.isArray(events)) return undefined;
  const first: unknown = events.find((event: unknown) => at(event, "name") === "new_token");
  return first === undefined ? undefined : timeUsOf(at(first, "time"), "events.time");
}
