import { searchSpanText } from "@plumbline/clickhouse/queries/span/search-text";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

const maxWords = 8;
const maxSpans = 50_000;

/**
 * The ids of the spans whose input, output or attributes contain every word, whatever its case; in no
 * order. A trace that is not there has none. Throws `invalid_request` for no words or more than eight.
 */
export async function searchSpans(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string; words: readonly string[] },
): Promise<string[]> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const [word0, word1, word2, word3, word4, word5, word6, word7] = input.words;
  if (word0 === undefined || input.words.length > maxWords || input.words.includes("")) {
    throw new PlumblineError("invalid_request", { message: `A search has 1 to ${maxWords} words.` });
  }
  const rows = await reading(
    ctx.clickhouse.query(searchSpanText, {
      projectId: input.projectId,
      traceId: input.traceId,
      ...lookupWindow(ctx.clock),
      limit: maxSpans,
      word0,
      word1,
      word2,
      word3,
      word4,
      word5,
      word6,
      word7,
    }),
  );
  return rows.map(({ spanId }) => spanId);
}
