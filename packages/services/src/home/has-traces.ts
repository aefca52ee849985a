import { anySpan } from "@plumbline/clickhouse/queries/span/any";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

/** Whether a project was ever sent anything. */
export async function hasTraces(ctx: ServiceContext, input: { projectId: string }): Promise<boolean> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const found = await reading(
    ctx.clickhouse.query(anySpan, { projectId: input.projectId, ...lookupWindow(ctx.clock) }),
  );
  return found.length > 0;
}
