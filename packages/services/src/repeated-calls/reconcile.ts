import { countRepeatedCalls, markRepeatedCalls } from "@plumbline/clickhouse/queries/repeated-call/mark";
import { repeatsChildren } from "@plumbline/pricing/billable";
import type { ServiceContext } from "../context.ts";
import { correctProjects } from "../correction-lease/index.ts";
import { reading } from "../read-rows.ts";

const dayUs = 86_400_000_000;

interface Reach {
  /** Calls that started in so many days. */
  days: number;
  /** Only traces of which a call was received in the last so many minutes; all when absent. */
  minutes?: number;
}

/**
 * A model call within a model call is one call that two instrumentations report; the inner one counts. What
 * came in one request was told apart when it was accepted: this is for a span and its parent that came in
 * two. Repeating it finds nothing more. Projects that are being corrected wait for the next run. For the system.
 */
export async function reconcileRepeatedCalls(
  ctx: ServiceContext,
  { days, minutes }: Reach,
): Promise<{ projects: number; spans: number }> {
  const nowUs = ctx.clock.nowUs();
  const toUs = nowUs + dayUs;
  const fromUs = toUs - (days + 1) * dayUs;
  const sinceUs = minutes === undefined ? 0 : nowUs - minutes * 60_000_000;
  const windowOf = (projectId: string) => ({ projectId, fromUs, toUs, sinceUs });
  return correctProjects(ctx, {
    async count(projectId) {
      const [found] = await reading(ctx.clickhouse.query(countRepeatedCalls, windowOf(projectId)));
      return found?.spans ?? 0;
    },
    apply: (projectId) =>
      reading(markRepeatedCalls(ctx.clickhouse, { ...windowOf(projectId), reason: repeatsChildren })),
  });
}
