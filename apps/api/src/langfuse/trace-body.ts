import type { TraceBody, TraceFieldGroup, TraceListItemBody } from "@plumbline/contracts/langfuse";
import type { TraceRow, TraceText } from "@plumbline/services/trace";
import { jsonOrText, metadataObject } from "./json-value.ts";
import { seconds, usd } from "./observation-body.ts";

interface TraceBodyContext {
  projectId: string;
  text: TraceText | undefined;
  groups: ReadonlySet<TraceFieldGroup>;
  /** Ids of bookmarked traces. */
  bookmarked: ReadonlySet<string>;
}

/** What a trace has in lists and alone, without its observations and scores. */
export function traceBase(
  row: TraceRow,
  { projectId, text, groups, bookmarked }: TraceBodyContext,
): Omit<TraceBody & TraceListItemBody, "observations" | "scores"> {
  const metrics = groups.has("metrics");
  return {
    id: row.traceId,
    projectId,
    timestamp: row.startTime,
    name: row.name,
    input: jsonOrText(text?.input ?? null),
    output: jsonOrText(text?.output ?? null),
    metadata: groups.has("io") ? metadataObject(text?.metadata ?? {}) : null,
    userId: row.userId,
    sessionId: row.sessionId,
    release: row.release,
    version: row.version,
    environment: row.environment,
    externalId: null,
    tags: row.tags,
    public: row.public,
    bookmarked: bookmarked.has(row.traceId),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    htmlPath: `/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(row.traceId)}`,
    latency: metrics ? (seconds(row.durationMs) ?? 0) : -1,
    totalCost: metrics ? (usd(row.cost) ?? 0) : -1,
  };
}
