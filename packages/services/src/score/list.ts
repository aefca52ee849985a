import { countScores } from "@plumbline/clickhouse/queries/score/count";
import { listScores as listScoresQuery } from "@plumbline/clickhouse/queries/score/list";
import type { ScoreDataType, ScoreSource } from "@plumbline/contracts/events";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow, type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { toScoreRow } from "./to-score-row.ts";
import type { ScoreRow } from "./types.ts";

export interface ListScoresInput extends PageInput {
  projectId: string;
  /** By the moment that a score speaks of. Defaults: 30 days back, and now. */
  from?: Date;
  to?: Date;
  name?: string;
  source?: ScoreSource;
  dataType?: ScoreDataType;
  traceId?: string;
  sessionId?: string;
  datasetRunId?: string;
  observationIds?: string[];
  scoreIds?: string[];
  configId?: string;
  queueId?: string;
  environments?: string[];
  /** Leaves out scores of sessions and dataset runs. */
  onTraceOnly?: boolean;
}

export async function listScores(ctx: ServiceContext, input: ListScoresInput): Promise<Page<ScoreRow>> {
  await requireProjectPermission(ctx, input.projectId, "scores:read");
  const { offset, ...paging } = resolvePage(input);
  const filters = {
    projectId: input.projectId,
    ...listWindow(ctx.clock, input),
    name: input.name,
    source: input.source,
    dataType: input.dataType,
    traceIds: input.traceId === undefined ? undefined : [input.traceId],
    sessionId: input.sessionId,
    datasetRunId: input.datasetRunId,
    observationIds: input.observationIds,
    scoreIds: input.scoreIds,
    configId: input.configId,
    queueId: input.queueId,
    environments: input.environments?.length ? input.environments : undefined,
    onTraceOnly: input.onTraceOnly,
  };
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listScoresQuery, { ...filters, limit: paging.limit, offset }),
      ctx.clickhouse.query(countScores, filters),
    ]),
  );
  return toPage(records.map(toScoreRow), counted, { ...paging, ...filters });
}
