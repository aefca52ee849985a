import type { ObservationBody } from "@plumbline/contracts/langfuse";
import { listObservationLinks, type ObservationRow } from "@plumbline/services/observation";
import type { ApiContext } from "../http/service-context.ts";
import { observationBody } from "./observation-body.ts";

/** Observations with the ids of their prompts and models. */
export async function observationBodies(
  ctx: ApiContext,
  rows: readonly ObservationRow[],
): Promise<ObservationBody[]> {
  const { projectId } = ctx.actor;
  const links = await listObservationLinks(ctx, { projectId, rows });
  return rows.map((row) => observationBody(row, { projectId, links }));
}
