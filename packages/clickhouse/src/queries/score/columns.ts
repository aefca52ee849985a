import { z } from "zod";
import { textMap } from "../row-shapes.ts";
import { notDeleted, windowOf } from "../window.ts";

export const scoreColumns = `id,
      trace_id AS traceId,
      observation_id AS observationId,
      session_id AS sessionId,
      dataset_run_id AS datasetRunId,
      name,
      source,
      data_type AS dataType,
      value,
      string_value AS stringValue,
      comment,
      environment,
      metadata,
      config_id AS configId,
      queue_id AS queueId,
      author_user_id AS authorUserId,
      toUnixTimestamp64Micro(timestamp) AS timestampUs,
      toUnixTimestamp64Micro(created_at) AS createdUs,
      toUnixTimestamp64Micro(updated_at) AS updatedUs`;

export const scoreRow = z.object({
  id: z.string(),
  traceId: z.string(),
  observationId: z.string(),
  sessionId: z.string(),
  datasetRunId: z.string(),
  name: z.string(),
  source: z.string(),
  dataType: z.string(),
  value: z.number().nullable(),
  stringValue: z.string(),
  comment: z.string(),
  environment: z.string(),
  metadata: textMap,
  configId: z.string(),
  queueId: z.string(),
  authorUserId: z.string(),
  timestampUs: z.number(),
  createdUs: z.number(),
  updatedUs: z.number(),
});

export type ScoreRecord = z.infer<typeof scoreRow>;

/** The scores of the window, without those of deleted traces. */
export const scoreWindow = `${windowOf("timestamp")} AND ${notDeleted}`;
