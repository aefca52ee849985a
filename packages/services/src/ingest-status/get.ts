import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { readInstances } from "./read-instances.ts";
import type { IngestInstance, IngestStatusItem } from "./types.ts";

/**
 * How far what can be read lags behind what was sent, by the API that lags most; null before any has said
 * so. One that fell silent counts only while something waits in its journal, or when all are silent.
 */
export async function getIngestStatus(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<IngestStatusItem | null> {
  await requireProjectPermission(ctx, input.projectId, "project:read");
  const instances = await readInstances(ctx);
  const concerning = instances.filter(({ silent, backlogRows }) => !silent || backlogRows > 0);
  const [worst] = (concerning.length === 0 ? instances : concerning).toSorted(byConcern);
  if (worst === undefined) return null;
  const { dataAsOf, lagMs, backlogRows, trouble, full, silent } = worst;
  return { dataAsOf, lagMs, backlogRows, trouble, full, silent };
}

/** Of several that are in order, the one that says the latest time. */
function byConcern(left: IngestInstance, right: IngestInstance): number {
  const rank = ({ full, silent, lagMs }: IngestInstance) =>
    (full ? 4 : 0) + (silent ? 2 : 0) + (lagMs > 0 ? 1 : 0);
  return (
    rank(right) - rank(left) ||
    right.lagMs - left.lagMs ||
    Date.parse(right.dataAsOf) - Date.parse(left.dataAsOf)
  );
}
