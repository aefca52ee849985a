import { countScoreRows, listScoreRows } from "@plumbline/clickhouse/queries/score/list-rows";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type Page, type PageInput, resolvePage, toPage } from "../window.ts";
import { type MatchingScoresInput, resolveScores } from "./matching-input.ts";
import { toScoreRow } from "./to-score-row.ts";
import type { ScoreRow } from "./types.ts";

export interface ListScoresInput extends MatchingScoresInput, PageInput {}

/** Scores that satisfy all conditions, newest first. */
export async function listScores(ctx: ServiceContext, input: ListScoresInput): Promise<Page<ScoreRow>> {
  const { conditions, bound } = await resolveScores(ctx, input);
  const { offset, ...paging } = resolvePage(input);
  const [records, counted] = await reading(
    Promise.all([
      ctx.clickhouse.query(listScoreRows(conditions), { ...bound, limit: paging.limit, offset }),
      ctx.clickhouse.query(countScoreRows(conditions), bound),
    ]),
  );
  return toPage(records.map(toScoreRow), counted, { ...paging, fromUs: bound.fromUs, toUs: bound.toUs });
}
