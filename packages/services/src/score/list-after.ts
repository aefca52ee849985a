import { listScoreRowsAfter } from "@plumbline/clickhouse/queries/score/list-rows";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { type MatchingScoresInput, resolveScores } from "./matching-input.ts";
import { toScoreRow } from "./to-score-row.ts";
import type { ScoreRow } from "./types.ts";

/** The score at which a page ended. */
export interface ScorePosition {
  timestampUs: number;
  id: string;
}

export interface ListScoresAfterInput extends MatchingScoresInput {
  /** 1 to 100. */
  limit: number;
  after?: ScorePosition;
}

/** Scores that satisfy all conditions, newest first, beyond the one where the page before ended. */
export async function listScoresAfter(
  ctx: ServiceContext,
  input: ListScoresAfterInput,
): Promise<{ rows: ScoreRow[]; next: ScorePosition | null }> {
  const { limit, after } = input;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new PlumblineError("invalid_request", { message: '"limit" has to be 1 to 100.' });
  const { conditions, bound } = await resolveScores(ctx, input);
  const records = await reading(
    ctx.clickhouse.query(listScoreRowsAfter(conditions), {
      ...bound,
      afterUs: after?.timestampUs ?? bound.toUs,
      afterId: after?.id ?? "",
      limit: limit + 1,
    }),
  );
  const page = records.slice(0, limit);
  const end = page.at(-1);
  const more = records.length > limit && end !== undefined;
  return {
    rows: page.map(toScoreRow),
    next: more ? { timestampUs: end.timestampUs, id: end.id } : null,
  };
}
