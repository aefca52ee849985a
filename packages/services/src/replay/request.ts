import { countRejectedEvents } from "@plumbline/clickhouse/queries/rejected-event/list";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { reading } from "../read-rows.ts";
import { keptWindow, rejectedEventFilter } from "../rejected-event/index.ts";
import { type ReplayItem, toReplayItem } from "./types.ts";

const maxOpen = 5;

/**
 * Has refused events tried again as if they arrived anew, under their own ids: whatever is stored already
 * stays one row. What comes in from now on is not among them. `invalid_request` when none matches,
 * `conflict` while five replays of the project are under way.
 */
export async function requestReplay(
  ctx: ServiceContext,
  input: { projectId: string; filter: unknown },
): Promise<ReplayItem> {
  const access = await requireProjectPermission(ctx, input.projectId, "traces:ingest");
  const { projectId, organizationId } = access;
  const { from, to, ...wanted } = parseInput(rejectedEventFilter, input.filter);
  const nowMs = ctx.clock.nowMs();
  const window = keptWindow(ctx, access, { from, to: to ?? new Date(nowMs + 1) });
  const filter = { ...wanted, ...window };
  const [counted] = await reading(
    ctx.clickhouse.query(countRejectedEvents, { projectId, ...filter, replayed: false }),
  );
  const total = counted?.total ?? 0;
  if (total === 0) {
    throw new PlumblineError("invalid_request", {
      message: "No refused event that matches waits for a replay.",
    });
  }
  const row = await runTransaction(ctx.db, async (tx) => {
    const open = await tx.replayRequest.count({ where: { projectId, finishedAt: null } });
    if (open >= maxOpen) {
      throw new PlumblineError("conflict", { message: "Other replays of this project are under way." });
    }
    const created = await tx.replayRequest.create({
      data: {
        projectId,
        requestedByUserId: ctx.actor.type === "user" ? ctx.actor.userId : "",
        filter,
        total,
        createdAt: new Date(nowMs),
      },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "replay.requested",
      entityId: created.id,
      after: { filter, total },
    });
    return created;
  });
  return toReplayItem(row);
}
