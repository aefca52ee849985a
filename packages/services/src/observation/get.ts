import { getSpan } from "@plumbline/clickhouse/queries/span/get";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

/** One span with its text; without `traceId` the newest of that span id. Throws `not_found`; the row of a trace ("") is not an observation. */
export async function getObservation(
  ctx: ServiceContext,
  input: { projectId: string; spanId: string; traceId?: string },
): Promise<ObservationRow> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  if (input.spanId === "") throw new PlumblineError("not_found");
  const records = await reading(ctx.clickhouse.query(getSpan, { ...input, ...lookupWindow(ctx.clock) }));
  const [observation] = await withText(ctx, input.projectId, records);
  if (observation === undefined) throw new PlumblineError("not_found");
  return observation;
}
