import type { SpanDetailRecord } from "@plumbline/clickhouse/queries/span/columns";
import { listSpanText } from "@plumbline/clickhouse/queries/span/list-text";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { toObservation } from "./to-observation.ts";
import type { ObservationRow } from "./types.ts";

/** Reads the text of spans that are already known; their own times bound the search. */
export async function withText(
  ctx: ServiceContext,
  projectId: string,
  records: readonly SpanDetailRecord[],
): Promise<ObservationRow[]> {
  if (records.length === 0) return [];
  const starts = records.map((record) => record.startUs);
  const texts = await reading(
    ctx.clickhouse.query(listSpanText, {
      projectId,
      fromUs: starts.reduce((least, us) => Math.min(least, us)),
      toUs: starts.reduce((most, us) => Math.max(most, us)) + 1,
      traceIds: [...new Set(records.map((record) => record.traceId))],
      // Beyond a page it is a whole trace, and its id alone finds the same rows.
      spanIds: records.length > 100 ? undefined : [...new Set(records.map((record) => record.spanId))],
    }),
  );
  const byKey = new Map(texts.map((text) => [`${text.traceId}\0${text.spanId}`, text]));
  return records.map((record) => toObservation(record, byKey.get(`${record.traceId}\0${record.spanId}`)));
}
