import { listGatewayCalls, listHandedOver } from "@plumbline/clickhouse/queries/review-item/list-handed-over";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Prisma } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import type { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { keptFromMs } from "../retention/index.ts";
import { describeHandover } from "./describe-handover.ts";

const dayUs = 86_400_000_000;
const callsPerRead = 500;
const source = "gateway_handover";

interface LookedAtProject {
  id: string;
  retentionDays: number | null;
}

/**
 * Opens an item for every call that the gateway handed over to a person and that started in the last
 * `days`. An item is known by its span, so whatever arrives late or again opens nothing twice. For the system.
 */
export async function openReviewItems(
  ctx: ServiceContext,
  { days }: { days: number },
): Promise<{ projects: number; items: number }> {
  if (ctx.actor.type !== "system") throw new PlumblineError("forbidden");
  const projects = await ctx.db.project.findMany({
    where: { deletedAt: null, organization: { deletedAt: null } },
    select: { id: true, retentionDays: true },
  });
  const opened = { projects: 0, items: 0 };
  for (const project of projects) {
    const items = await openOfProject(ctx, project, days);
    opened.projects += items > 0 ? 1 : 0;
    opened.items += items;
  }
  return opened;
}

/** Reads by cursor: the place of the last call that was looked at. What is past its retention stays unopened. */
async function openOfProject(ctx: ServiceContext, project: LookedAtProject, days: number): Promise<number> {
  const nowMs = ctx.clock.nowMs();
  const toUs = ctx.clock.nowUs() + dayUs;
  const keptFromUs = (keptFromMs(project.retentionDays, nowMs) ?? 0) * 1_000;
  let place = {
    afterUs: Math.max(toUs - (days + 1) * dayUs, keptFromUs),
    afterTraceId: "",
    afterSpanId: "",
  };
  let opened = 0;
  for (;;) {
    const asked = { projectId: project.id, fromUs: place.afterUs, toUs, ...place, limit: callsPerRead };
    const calls = await reading(ctx.clickhouse.query(listHandedOver, asked));
    const last = calls.at(-1);
    if (last === undefined) return opened;
    opened += await openItems(ctx, project.id, await describeCalls(ctx, project.id, calls));
    if (calls.length < callsPerRead) return opened;
    place = { afterUs: last.startUs, afterTraceId: last.traceId, afterSpanId: last.spanId };
  }
}

type HandedOver = z.output<typeof listHandedOver.row>;

/** Only what the gateway itself wrote: its clients could send the same attributes. */
async function describeCalls(
  ctx: ServiceContext,
  projectId: string,
  calls: readonly HandedOver[],
): Promise<Prisma.ReviewItemCreateManyInput[]> {
  const starts = calls.map(({ startUs }) => startUs);
  const written = await reading(
    ctx.clickhouse.query(listGatewayCalls, {
      projectId,
      fromUs: Math.min(...starts),
      toUs: Math.max(...starts) + 1,
      traceIds: calls.map(({ traceId }) => traceId),
      spanIds: calls.map(({ spanId }) => spanId),
    }),
  );
  const openedAt = new Date(ctx.clock.nowMs());
  return calls.flatMap((call) => {
    const { traceId, spanId, startUs } = call;
    const found = written.find((row) => row.traceId === traceId && row.spanId === spanId);
    if (found === undefined) return [];
    const pool = call.pool.slice(call.pool.indexOf("/") + 1);
    return {
      projectId,
      source,
      traceId,
      spanId,
      reason: describeHandover({ ...call, pool }),
      model: found.model,
      pool,
      userId: found.userId,
      sessionId: found.sessionId,
      spanStartedAt: new Date(Math.floor(startUs / 1_000)),
      openedAt,
    };
  });
}

async function openItems(
  ctx: ServiceContext,
  projectId: string,
  items: readonly Prisma.ReviewItemCreateManyInput[],
): Promise<number> {
  const known = await ctx.db.reviewItem.findMany({
    where: { projectId, source, spanId: { in: items.map(({ spanId }) => spanId) } },
    select: { spanId: true },
  });
  const knownIds = new Set(known.map(({ spanId }) => spanId));
  const fresh = items.filter(({ spanId }) => !knownIds.has(spanId));
  if (fresh.length === 0) return 0;
  const { organizationId } = await requireProjectPermission(ctx, projectId, "reviews:write");
  return runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.reviewItem.createMany({ data: [...fresh], skipDuplicates: true });
    if (count === 0) return 0;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "review-item.opened",
      entityId: projectId,
      after: { source, items: count },
    });
    return count;
  });
}
