import { PlumblineError } from "@plumbline/contracts/errors";
import { Prisma } from "@plumbline/db/client";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type SavedView, savedViewName, savedViewParams, savedViewSurfaces, toSavedView } from "./types.ts";

const createSavedViewInput = z.strictObject({
  projectId: z.string(),
  surface: z.enum(savedViewSurfaces),
  name: savedViewName,
  params: savedViewParams,
});

/** `conflict` when the list has a view of that name. */
export async function createSavedView(
  ctx: ServiceContext,
  input: z.input<typeof createSavedViewInput>,
): Promise<SavedView> {
  const { surface, name, params, ...wanted } = parseInput(createSavedViewInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "views:write");
  const { projectId, organizationId } = access;
  try {
    return await runTransaction(ctx.db, async (tx) => {
      const createdByUserId = ctx.actor.type === "user" ? ctx.actor.userId : "";
      const row = await tx.savedView.create({ data: { projectId, surface, name, params, createdByUserId } });
      await writeAudit(tx, ctx, {
        organizationId,
        projectId,
        action: "saved-view.created",
        entityId: row.id,
        after: { surface, name, params },
      });
      return toSavedView(row);
    });
  } catch (error) {
    throw nameTaken(error, name);
  }
}

export function nameTaken(error: unknown, name: string): unknown {
  const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
  if (!isTaken) return error;
  return new PlumblineError("conflict", {
    message: `There is a view called “${name}” already.`,
    details: { field: "name" },
  });
}
