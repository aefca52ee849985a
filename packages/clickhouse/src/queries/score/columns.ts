import { z } from "zod";
import { textMap } from "../row-shapes.ts";
import { conditions, notDeleted, windowOf, windowParams } from "../window.ts";

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

export const scoreFilterParams = windowParams.extend({
  name: z.string().optional(),
  source: z.string().optional(),
  dataType: z.string().optional(),
  traceIds: z.array(z.string()).optional(),
  sessionId: z.string().optional(),
  datasetRunId: z.string().optional(),
  observationIds: z.array(z.string()).optional(),
  scoreIds: z.array(z.string()).optional(),
  configId: z.string().optional(),
  queueId: z.string().optional(),
  environments: z.array(z.string()).optional(),
  onTraceOnly: z.boolean().optional(),
});

export type ScoreFilters = z.infer<typeof scoreFilterParams>;

export function matchingScores(filters: ScoreFilters): string {
  return `FROM scores FINAL
    WHERE ${windowOf("timestamp")} AND ${notDeleted}${conditions([
      [filters.name !== undefined, "name = {name:String}"],
      [filters.source !== undefined, "source = {source:String}"],
      [filters.dataType !== undefined, "data_type = {dataType:String}"],
      [filters.traceIds !== undefined, "trace_id IN {traceIds:Array(String)}"],
      [filters.sessionId !== undefined, "session_id = {sessionId:String}"],
      [filters.datasetRunId !== undefined, "dataset_run_id = {datasetRunId:String}"],
      [filters.observationIds !== undefined, "observation_id IN {observationIds:Array(String)}"],
      [filters.scoreIds !== undefined, "id IN {scoreIds:Array(String)}"],
      [filters.configId !== undefined, "config_id = {configId:String}"],
      [filters.queueId !== undefined, "queue_id = {queueId:String}"],
      [
        filters.environments !== undefined,
        "if(environment = '', 'default', environment) IN {environments:Array(String)}",
      ],
      [filters.onTraceOnly === true, "trace_id != ''"],
    ])}`;
}
