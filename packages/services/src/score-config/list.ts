import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { type ScoreConfigItem, toScoreConfig } from "./types.ts";

/** The youngest first, archived ones too. */
export async function listScoreConfigs(
  ctx: ServiceContext,
  input: { projectId: string } & PageInput,
): Promise<NumberedPage<ScoreConfigItem>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "scores:read");
  const [rows, total] = await Promise.all([
    ctx.db.scoreConfig.findMany({
      where: { projectId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...skipTo(input),
    }),
    ctx.db.scoreConfig.count({ where: { projectId } }),
  ]);
  return numberedPage(input, rows.map(toScoreConfig), total);
}
