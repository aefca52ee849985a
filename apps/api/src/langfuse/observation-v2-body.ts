import type { ObservationFieldGroup, ObservationV2Body } from "@plumbline/contracts/langfuse-reads";
import type { ObservationLinks, ObservationRow } from "@plumbline/services/observation";
import type { TraceRow } from "@plumbline/services/trace";
import { jsonOrText, metadataValue } from "./json-value.ts";
import { modelOfObservation } from "./model-of-observation.ts";
import { costDetails, seconds, usd } from "./observation-body.ts";

export interface ObservationV2Context {
  projectId: string;
  groups: ReadonlySet<ObservationFieldGroup>;
  /** Metadata keys whose values come whole. */
  expand: ReadonlySet<string>;
  /** Of the observations' traces, by id; needed for `basic` and `trace_context`. */
  traces: ReadonlyMap<string, TraceRow>;
  bookmarked: ReadonlySet<string>;
  /** Keys as `rootKey` makes them: roots although they have a parent. */
  appRoots: ReadonlySet<string>;
  links: ObservationLinks;
}

const maxMetadataLength = 200;

export function rootKey({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}\0${spanId}`;
}

/** Input and output are the stored texts: this version of the protocol never parses them. */
export function observationV2Body(row: ObservationRow, context: ObservationV2Context): ObservationV2Body {
  const { groups, projectId, links } = context;
  const wantsModel = groups.has("model") || groups.has("usage");
  const { modelId, inputPrice, outputPrice, totalPrice, tierName } = modelOfObservation(
    wantsModel ? links.modelOf(row) : null,
  );
  const withModel = groups.has("model");
  return {
    id: row.spanId,
    traceId: row.traceId,
    startTime: row.startTime,
    endTime: row.endTime,
    projectId,
    parentObservationId: row.parentSpanId,
    type: row.kind,
    modelId: withModel ? modelId : null,
    inputPrice: withModel ? inputPrice : null,
    outputPrice: withModel ? outputPrice : null,
    totalPrice: withModel ? totalPrice : null,
    ...(groups.has("basic") ? basic(row, context) : {}),
    ...(groups.has("time")
      ? {
          completionStartTime: row.completionStartTime,
          createdAt: row.receivedAt,
          updatedAt: row.receivedAt,
        }
      : {}),
    ...(groups.has("io") ? { input: row.input, output: row.output } : {}),
    ...(groups.has("metadata") ? { metadata: metadata(row.metadata, context.expand) } : {}),
    ...(withModel
      ? { model: row.model, internalModelId: modelId, modelParameters: jsonOrText(row.modelParameters) }
      : {}),
    ...(groups.has("usage")
      ? {
          usageDetails: row.usageDetails,
          costDetails: costDetails(row),
          totalCost: usd(row.cost),
          usagePricingTierName: tierName,
        }
      : {}),
    ...(groups.has("prompt")
      ? { promptId: links.promptIdOf(row), promptName: row.promptName, promptVersion: row.promptVersion }
      : {}),
    ...(groups.has("metrics")
      ? { latency: seconds(row.durationMs), timeToFirstToken: seconds(row.timeToFirstTokenMs) }
      : {}),
    ...(groups.has("trace_context") ? traceContext(context.traces.get(row.traceId)) : {}),
  };
}

function basic(row: ObservationRow, context: ObservationV2Context): Record<string, unknown> {
  const trace = context.traces.get(row.traceId);
  const isRoot = row.parentSpanId === null;
  return {
    name: row.name === "" ? null : row.name,
    level: row.level,
    statusMessage: row.statusMessage,
    version: row.version,
    environment: row.environment,
    bookmarked: isRoot && context.bookmarked.has(row.traceId),
    public: trace?.public ?? false,
    userId: trace?.userId ?? null,
    sessionId: trace?.sessionId ?? null,
    isRootObservation: isRoot || context.appRoots.has(rootKey(row)),
  };
}

function traceContext(trace: TraceRow | undefined): Record<string, unknown> {
  return { tags: trace?.tags ?? [], release: trace?.release ?? null, traceName: trace?.name ?? null };
}

/** A value that is cut is a text, whatever it was. */
function metadata(
  stored: Readonly<Record<string, string>>,
  expand: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stored).map(([key, text]) => [
      key,
      text.length <= maxMetadataLength || expand.has(key)
        ? metadataValue(text)
        : text.slice(0, maxMetadataLength),
    ]),
  );
}
