import type { ObservationBody } from "@plumbline/contracts/langfuse";
import type { ObservationLinks, ObservationRow } from "@plumbline/services/observation";
import { jsonOrText, metadataObject } from "./json-value.ts";
import { modelOfObservation } from "./model-of-observation.ts";

export function observationBody(
  row: ObservationRow,
  { projectId, links }: { projectId: string; links: ObservationLinks },
): ObservationBody {
  const model = modelOfObservation(links.modelOf(row));
  const { inputTokens, outputTokens, totalTokens } = row;
  const counted = inputTokens !== null || outputTokens !== null || totalTokens !== null;
  const usage = {
    input: inputTokens ?? 0,
    output: outputTokens ?? 0,
    total: totalTokens ?? (inputTokens ?? 0) + (outputTokens ?? 0),
    unit: counted ? "TOKENS" : null,
  };
  return {
    id: row.spanId,
    traceId: row.traceId,
    projectId,
    type: row.kind,
    parentObservationId: row.parentSpanId,
    name: row.name === "" ? null : row.name,
    startTime: row.startTime,
    endTime: row.endTime,
    completionStartTime: row.completionStartTime,
    level: row.level,
    statusMessage: row.statusMessage,
    version: row.version,
    environment: row.environment,
    input: jsonOrText(row.input),
    output: jsonOrText(row.output),
    metadata: metadataObject(row.metadata),
    model: row.model,
    modelId: model.modelId,
    modelParameters: jsonOrText(row.modelParameters),
    usage,
    promptTokens: usage.input,
    completionTokens: usage.output,
    totalTokens: usage.total,
    unit: usage.unit,
    usageDetails: row.usageDetails,
    costDetails: costDetails(row),
    usagePricingTierId: model.tierId,
    usagePricingTierName: model.tierName,
    inputPrice: usd(model.inputPrice),
    outputPrice: usd(model.outputPrice),
    totalPrice: usd(model.totalPrice),
    calculatedInputCost: usd(row.inputCost),
    calculatedOutputCost: usd(row.outputCost),
    calculatedTotalCost: usd(row.cost),
    promptId: links.promptIdOf(row),
    promptName: row.promptName,
    promptVersion: row.promptVersion,
    latency: seconds(row.durationMs),
    timeToFirstToken: seconds(row.timeToFirstTokenMs),
    createdAt: row.receivedAt,
    updatedAt: row.receivedAt,
  };
}

export function costDetails(row: ObservationRow): Record<string, number> {
  const details = Object.entries(row.costDetails).map(([key, amount]) => [key, Number(amount)] as const);
  const total = usd(row.cost);
  return { ...(total === null ? {} : { total }), ...Object.fromEntries(details) };
}

/** The protocol carries money as a JSON number. */
export function usd(amount: string | null): number | null {
  return amount === null ? null : Number(amount);
}

/** Microsecond resolution, without the noise of binary fractions. */
export function seconds(durationMs: number | null): number | null {
  return durationMs === null ? null : Math.round(durationMs * 1_000) / 1_000_000;
}
