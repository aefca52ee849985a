import type { SpanDetailRecord } from "@plumbline/clickhouse/queries/span/columns";
import { getSpan } from "@plumbline/clickhouse/queries/span/get";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toObservation } from "./to-observation.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

interface ObservationKey {
  projectId: string;
  spanId: string;
  traceId?: string;
}

/** One span with its text; without `traceId` the newest of that span id. Throws `not_found`; the row of a trace ("") is not an observation. */
export async function getObservation(ctx: ServiceContext, input: ObservationKey): Promise<ObservationRow> {
  const record = await readSpan(ctx, input);
  const [observation] = await withText(ctx, input.projectId, [record]);
  if (observation === undefined) throw new PlumblineError("not_found");
  return observation;
}

/** The same without reading its text, which may be megabytes. */
export async function getObservationDetail(
  ctx: ServiceContext,
  input: ObservationKey,
): Promise<Omit<ObservationRow, "input" | "output">> {
  const { input: _input, output: _output, ...detail } = toObservation(await readSpan(ctx, input), undefined);
  return detail;
}

async function readSpan(ctx: ServiceContext, input: ObservationKey): Promise<SpanDetailRecord> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  if (input.spanId === "") throw new PlumblineError("not_found");
  const [record] = await reading(ctx.clickhouse.query(getSpan, { ...input, ...lookupWindow(ctx.clock) }));
  if (record === undefined) throw new PlumblineError("not_found");
  return record;
}
