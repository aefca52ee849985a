import { type Members, readMember } from "@plumbline/providers/member-scanner";
import { readTraceId } from "../http/ids.ts";
import { addTags, type CallLabels, cutLabel, labelText, putLabel, traceOf } from "./call-labels.ts";

/** Larger ones are texts, not labels. */
const maxBytes = 16 * 1024;
/** LiteLLM's own goes beside the `metadata` of dialects that have one. */
const metadataNames = ["metadata", "litellm_metadata"];

/**
 * What the body says about the call: OpenAI's and Anthropic's `metadata`, with the names that LiteLLM gives
 * a meaning in it. The body itself goes upstream as it is.
 */
export function addBodyLabels(labels: CallLabels, body: Buffer, members: Members): void {
  for (const name of metadataNames) {
    const range = members.ranges.get(name);
    if (range === undefined || range.end - range.start > maxBytes) continue;
    const metadata = readMember(body, members, name);
    if (typeof metadata === "object" && metadata !== null && !Array.isArray(metadata)) {
      readMetadata(labels, new Map(Object.entries(metadata)));
    }
  }
  if (members.ranges.has("litellm_session_id")) {
    setText(labels, "sessionId", readMember(body, members, "litellm_session_id"));
  }
}

function readMetadata(labels: CallLabels, metadata: ReadonlyMap<string, unknown>): void {
  const traceId = readTraceId(metadata.get("existing_trace_id") ?? metadata.get("trace_id"));
  if (traceId !== undefined) labels.trace ??= traceOf(traceId, metadata.get("parent_observation_id"));
  for (const [name, value] of metadata) {
    switch (name) {
      case "user_id":
      case "trace_user_id":
        setText(labels, "userId", value);
        break;
      case "session_id":
        setText(labels, "sessionId", value);
        break;
      case "tags":
        if (Array.isArray(value)) addTags(labels, value.map(labelText));
        else if (typeof value === "string") addTags(labels, value.split(","));
        break;
      case "spend_logs_metadata":
        if (typeof value === "object" && value !== null) {
          for (const [key, entry] of Object.entries(value)) putLabel(labels, key, labelText(entry));
        }
        break;
      default:
        if (value !== null) putLabel(labels, name, labelText(value));
    }
  }
}

function setText(labels: CallLabels, field: "userId" | "sessionId", value: unknown): void {
  if (typeof value === "string" && value !== "") labels[field] ??= cutLabel(value);
}
