import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type MediaItem, type MediaSecret, toMediaItem } from "./types.ts";

/** A file that is stored, with an address to read it from. */
export async function getMedia(
  ctx: ServiceContext & MediaSecret,
  input: { projectId: string; mediaId: string },
): Promise<MediaItem> {
  const { mediaId } = input;
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const row = isStoredId(mediaId)
    ? await ctx.db.media.findUnique({ where: { projectId_mediaId: { projectId, mediaId } } })
    : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Media asset not found" });
  const { uploadedAt } = row;
  if (uploadedAt === null) {
    throw new PlumblineError("not_found", { message: "Media not yet uploaded" });
  }
  return toMediaItem({ ...row, uploadedAt }, { mediaSecret: ctx.mediaSecret, nowMs: ctx.clock.nowMs() });
}
