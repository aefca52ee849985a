import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";

/** The right to write corrected rows of one project, for a while. */
export interface CorrectionLease {
  /** False when it ran out and somebody else has it: nothing may be written any more. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Longer than any single write takes; what was killed is taken over after it. */
const leaseMs = 60_000;

type LeaseContext = Pick<ServiceContext, "db" | "clock">;

/** null while somebody else has it. */
export async function takeCorrectionLease(
  ctx: LeaseContext,
  projectId: string,
): Promise<CorrectionLease | null> {
  const holder = randomUUID();
  const until = () => new Date(ctx.clock.nowMs() + leaseMs);
  const { count } = await ctx.db.correctionLease.updateMany({
    where: { projectId, until: { lt: new Date(ctx.clock.nowMs()) } },
    data: { holder, until: until() },
  });
  if (count === 0 && !(await createFirst(ctx, { projectId, holder, until: until() }))) return null;
  return {
    async renew() {
      const renewed = await ctx.db.correctionLease.updateMany({
        where: { projectId, holder },
        data: { until: until() },
      });
      return renewed.count > 0;
    },
    async release() {
      await ctx.db.correctionLease.deleteMany({ where: { projectId, holder } });
    },
  };
}

async function createFirst(
  ctx: LeaseContext,
  data: { projectId: string; holder: string; until: Date },
): Promise<boolean> {
  try {
    await ctx.db.correctionLease.create({ data });
    return true;
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "conflict") return false;
    throw error;
  }
}
