import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type MediaSecret, makeToken } from "./types.ts";

export interface AnnounceMediaInput {
  projectId: string;
  /** Hexadecimal. */
  sha256: string;
  contentType: string;
  contentLength: number;
  /** The field of a trace, of a span of it, or of a dataset item that may come later. */
  usedIn: { field: string } & (
    | { traceId: string; observationId?: string | undefined }
    | { datasetId: string; datasetItemId: string }
  );
}

/**
 * Writes down that a file is used, and gives a token to upload it with: null when it is stored already.
 * A file is the same for the project wherever it is used, whatever type it was sent with first.
 */
export async function announceMedia(
  ctx: ServiceContext & MediaSecret,
  input: AnnounceMediaInput,
): Promise<{ mediaId: string; uploadToken: string | null }> {
  const { sha256, contentType, contentLength, usedIn } = input;
  const { projectId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "traceId" in usedIn ? "traces:ingest" : "datasets:write",
  );
  if (Object.values(usedIn).some((value) => value?.includes("\0")))
    throw new PlumblineError("invalid_request");
  const mediaId = Buffer.from(sha256, "hex").toString("base64url").slice(0, 22);
  await ctx.db.media.createMany({
    data: [{ projectId, mediaId, sha256, contentType, contentLength }],
    skipDuplicates: true,
  });
  const where = { projectId_mediaId: { projectId, mediaId } };
  let row = await ctx.db.media.findUniqueOrThrow({ where });
  if (row.contentLength !== contentLength) {
    if (row.uploadedAt !== null) {
      throw new PlumblineError("invalid_request", {
        message: "A file with this SHA-256 has another length.",
      });
    }
    row = await ctx.db.media.update({ where, data: { contentLength } });
  }
  await ctx.db.mediaLink.createMany({ data: [{ mediaRowId: row.id, ...usedIn }], skipDuplicates: true });
  if (row.uploadedAt !== null) return { mediaId, uploadToken: null };
  const { mediaSecret } = ctx;
  const { token } = makeToken(row, "media-upload", { mediaSecret, nowMs: ctx.clock.nowMs() });
  return { mediaId, uploadToken: token };
}
