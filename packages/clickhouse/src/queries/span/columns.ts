import { z } from "zod";
import { numberMap, textMap } from "../row-shapes.ts";

/** A span without its text, as lists and trees read it. */
export const narrowColumns = `trace_id AS traceId,
      span_id AS spanId,
      parent_span_id AS parentSpanId,
      kind,
      name,
      toUnixTimestamp64Micro(start_time) AS startUs,
      toUnixTimestamp64Micro(end_time) AS endUs,
      toUnixTimestamp64Micro(completion_start_time) AS completionStartUs,
      level,
      status_message AS statusMessage,
      error_class AS errorClass,
      environment,
      version,
      service_name AS serviceName,
      scope_name AS scopeName,
      provider,
      model_requested AS modelRequested,
      model_used AS modelUsed,
      prompt_name AS promptName,
      prompt_version AS promptVersion,
      finish_reasons AS finishReasons,
      input_tokens AS inputTokens,
      output_tokens AS outputTokens,
      total_tokens AS totalTokens,
      cache_read_tokens AS cacheReadTokens,
      if(isNull(cache_write_5m_tokens) AND isNull(cache_write_1h_tokens), NULL,
        ifNull(cache_write_5m_tokens, 0) + ifNull(cache_write_1h_tokens, 0)) AS cacheWriteTokens,
      reasoning_tokens AS reasoningTokens,
      cost,
      cost_source AS costSource,
      rate_card_id AS rateCardId,
      billable,
      billable_reason AS billableReason,
      input_bytes AS inputBytes,
      output_bytes AS outputBytes`;

const count = z.number();
const perhapsNumber = z.number().nullable();
const decimal = z.string();

export const narrowRow = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string(),
  kind: z.string(),
  name: z.string(),
  startUs: count,
  endUs: perhapsNumber,
  completionStartUs: perhapsNumber,
  level: z.string(),
  statusMessage: z.string(),
  errorClass: z.string(),
  environment: z.string(),
  version: z.string(),
  serviceName: z.string(),
  scopeName: z.string(),
  provider: z.string(),
  modelRequested: z.string(),
  modelUsed: z.string(),
  promptName: z.string(),
  promptVersion: perhapsNumber,
  finishReasons: z.array(z.string()),
  inputTokens: perhapsNumber,
  outputTokens: perhapsNumber,
  totalTokens: perhapsNumber,
  cacheReadTokens: perhapsNumber,
  cacheWriteTokens: perhapsNumber,
  reasoningTokens: perhapsNumber,
  cost: decimal.nullable(),
  costSource: z.string(),
  rateCardId: z.string(),
  billable: z.boolean(),
  billableReason: z.string(),
  inputBytes: count,
  outputBytes: count,
});

export type SpanRecord = z.infer<typeof narrowRow>;

/** What the public API tells of a span beyond the narrow columns. */
export const detailColumns = `${narrowColumns},
      release,
      model_parameters AS modelParameters,
      usage_details AS usageDetails,
      usage_source AS usageSource,
      service_tier AS serviceTier,
      input_audio_tokens AS inputAudioTokens,
      output_audio_tokens AS outputAudioTokens,
      input_cost AS inputCost,
      output_cost AS outputCost,
      cost_details AS costDetails,
      metadata,
      toUnixTimestamp64Micro(received_at) AS receivedUs`;

export const detailRow = narrowRow.extend({
  release: z.string(),
  modelParameters: z.string(),
  usageDetails: numberMap,
  usageSource: z.string(),
  serviceTier: z.string(),
  inputAudioTokens: perhapsNumber,
  outputAudioTokens: perhapsNumber,
  inputCost: decimal.nullable(),
  outputCost: decimal.nullable(),
  costDetails: textMap,
  metadata: textMap,
  receivedUs: count,
});

export type SpanDetailRecord = z.infer<typeof detailRow>;
