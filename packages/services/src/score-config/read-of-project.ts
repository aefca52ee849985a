import type { Db } from "@plumbline/db/client";
import { type ScoreConfigItem, toScoreConfig } from "./types.ts";

/** Of one project, archived ones too, for the process that takes scores; it has no actor. */
export async function readScoreConfigsOfProject(db: Db, projectId: string): Promise<ScoreConfigItem[]> {
  const rows = await db.scoreConfig.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return rows.map(toScoreConfig);
}
