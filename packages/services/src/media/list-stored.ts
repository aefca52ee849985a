import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** What is known of a stored file, whatever those who mention it say. */
export interface StoredMedia {
  mediaId: string;
  contentType: string;
  contentLength: number;
}

/** Of these ids the ones that the project has stored files for. */
export async function listStoredMedia(
  ctx: ServiceContext,
  input: { projectId: string; mediaIds: readonly string[] },
): Promise<StoredMedia[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const mediaIds = [...new Set(input.mediaIds)].filter(isStoredId);
  return ctx.db.media.findMany({
    where: { projectId, mediaId: { in: mediaIds }, uploadedAt: { not: null } },
    select: { mediaId: true, contentType: true, contentLength: true },
  });
}
