import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { readInstances } from "./read-instances.ts";
import type { IngestInstance, IngestTotal } from "./types.ts";

/** The journals of all API processes, for all projects together; no total when none was heard of lately. */
export async function listIngestInstances(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<{ instances: IngestInstance[]; total: IngestTotal | null }> {
  await requireProjectPermission(ctx, input.projectId, "rejected-events:read");
  const instances = await readInstances(ctx);
  const heard = instances.filter(({ silent }) => !silent);
  if (heard.length === 0) return { instances, total: null };
  const sum = (read: (one: IngestInstance) => number) => heard.reduce((all, one) => all + read(one), 0);
  return {
    instances,
    total: {
      heard: heard.length,
      silent: instances.length - heard.length,
      backlogRows: sum(({ backlogRows }) => backlogRows),
      backlogBytes: sum(({ backlogBytes }) => backlogBytes),
      diskBytes: sum(({ diskBytes }) => diskBytes),
      damagedRecords: sum(({ damagedRecords }) => damagedRecords),
      lagMs: Math.max(...heard.map(({ lagMs }) => lagMs)),
      alarm: heard.some(({ trouble }) => trouble === "refused"),
    },
  };
}
