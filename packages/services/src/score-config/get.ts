import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type ScoreConfigItem, toScoreConfig } from "./types.ts";

export async function getScoreConfig(
  ctx: ServiceContext,
  input: { projectId: string; scoreConfigId: string },
): Promise<ScoreConfigItem> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "scores:read");
  return findScoreConfig(ctx.db, projectId, input.scoreConfigId);
}

export async function findScoreConfig(
  db: Db | Transaction,
  projectId: string,
  id: string,
): Promise<ScoreConfigItem> {
  const row = isStoredId(id) ? await db.scoreConfig.findFirst({ where: { id, projectId } }) : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Score config not found" });
  return toScoreConfig(row);
}
