import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type StoredConfig, toVersionItem } from "./types.ts";
import { userNames } from "./user-names.ts";

const getInput = z.strictObject({
  projectId: z.string(),
  /** The newest unless given. */
  version: z.number().int().min(1).optional(),
});

/** null before anything was saved; a version that never was is `not_found`. */
export async function getGatewayConfig(
  ctx: ServiceContext,
  input: z.input<typeof getInput>,
): Promise<StoredConfig | null> {
  const wanted = parseInput(getInput, input);
  const { projectId } = await requireProjectPermission(ctx, wanted.projectId, "gateway:read");
  const { version } = wanted;
  const row = await ctx.db.gatewayConfigVersion.findFirst({
    where: { projectId, ...(version === undefined ? {} : { version }) },
    orderBy: { version: "desc" },
  });
  if (row === null) {
    if (version === undefined) return null;
    throw new PlumblineError("not_found");
  }
  return { ...toVersionItem(row, await userNames(ctx.db, [row.createdByUserId])), document: row.document };
}
