import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** What the client says about its upload is kept; whether the file is stored, only the store decides. */
export async function reportMediaUpload(
  ctx: ServiceContext,
  input: { projectId: string; mediaId: string; httpStatus: number; httpError: string | null },
): Promise<void> {
  const { mediaId, httpStatus, httpError } = input;
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:ingest");
  const { count } = isStoredId(mediaId)
    ? await ctx.db.media.updateMany({
        where: { projectId, mediaId },
        data: {
          uploadHttpStatus: httpStatus,
          uploadHttpError: httpError?.replaceAll("\0", "").slice(0, 2_000) || null,
        },
      })
    : { count: 0 };
  if (count === 0) throw new PlumblineError("not_found", { message: "Media asset not found" });
}
