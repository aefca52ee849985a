import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { isCorrectable } from "../../tables/row-version.ts";
import { windowOf, windowParams } from "../window.ts";

/**
 * Traces hidden for longer than this are about to be erased, and must not be written anew then. The ones
 * hidden later may still come back, with the right cost.
 */
const hiddenForSeconds = 45 * 60;

/** Model calls whose cost follows from their tokens, whoever may see them. */
export const repriceable = `${windowOf("start_time")}
      AND trace_id NOT IN (SELECT trace_id FROM deleted_traces FINAL
        WHERE project_id = {projectId:String}
          AND row_version < toUnixTimestamp64Micro(now64(6)) - ${hiddenForSeconds} * 1000000)
      AND kind IN ('GENERATION', 'EMBEDDING') AND cost_source != 'given'
      AND (isNotNull(input_tokens) OR isNotNull(output_tokens) OR isNotNull(total_tokens))
      AND ${isCorrectable}`;

const count = z.number().nullable();

/** A count without a column of its own, under the one name that the decoders give it. */
const partOf = (name: string): string =>
  `if(mapContains(usage_details, '${name}'), usage_details['${name}'], NULL)`;

/** What the price of each follows from, and what it is so far. Window parameters bound one step. */
export const listRepriceable = defineQuery({
  name: "repricing.list",
  params: windowParams,
  row: z.object({
    startUs: z.number(),
    traceId: z.string(),
    spanId: z.string(),
    rowVersion: z.string(),
    kind: z.string(),
    level: z.string(),
    provider: z.string(),
    modelUsed: z.string(),
    modelRequested: z.string(),
    serviceTier: z.string(),
    inputTokens: count,
    outputTokens: count,
    totalTokens: count,
    cacheReadTokens: count,
    cacheReadAudioTokens: count,
    cacheReadImageTokens: count,
    cacheWrite5mTokens: count,
    cacheWrite1hTokens: count,
    reasoningTokens: count,
    inputAudioTokens: count,
    outputAudioTokens: count,
    inputImageTokens: count,
    outputImageTokens: count,
    cost: z.string().nullable(),
    rateCardId: z.string(),
    billable: z.boolean(),
    billableReason: z.string(),
  }),
  sql: `SELECT toUnixTimestamp64Micro(start_time) AS startUs, trace_id AS traceId, span_id AS spanId,
      toString(row_version) AS rowVersion, kind, level, provider, model_used AS modelUsed,
      model_requested AS modelRequested, service_tier AS serviceTier, input_tokens AS inputTokens,
      output_tokens AS outputTokens, total_tokens AS totalTokens, cache_read_tokens AS cacheReadTokens,
      ${partOf("input_cached_audio_tokens")} AS cacheReadAudioTokens,
      ${partOf("input_cached_image_tokens")} AS cacheReadImageTokens,
      cache_write_5m_tokens AS cacheWrite5mTokens, cache_write_1h_tokens AS cacheWrite1hTokens,
      reasoning_tokens AS reasoningTokens, input_audio_tokens AS inputAudioTokens,
      output_audio_tokens AS outputAudioTokens, input_image_tokens AS inputImageTokens,
      output_image_tokens AS outputImageTokens, cost, rate_card_id AS rateCardId, billable,
      billable_reason AS billableReason
    FROM spans FINAL
    WHERE ${repriceable}`,
});

export const countRepriceable = defineQuery({
  name: "repricing.count",
  params: windowParams,
  row: z.object({ spans: z.number() }),
  sql: `SELECT count() AS spans FROM spans FINAL WHERE ${repriceable}`,
});

/** Where a step of about `rows` stored rows ends; no row when fewer are left in the window. */
export const findStepEnd = defineQuery({
  name: "repricing.find-step-end",
  params: windowParams.extend({ rows: z.number().int().min(1) }),
  row: z.object({ startUs: z.number() }),
  sql: `SELECT toUnixTimestamp64Micro(start_time) AS startUs FROM spans
    WHERE ${windowOf("start_time")}
    ORDER BY project_id, start_time LIMIT 1 OFFSET {rows:UInt32}`,
});
