import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db, Media } from "@plumbline/db/client";
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
  const file = { projectId, mediaId, sha256, contentType, contentLength };
  for (let attempt = 1; ; attempt++) {
    const row = await linkFile(ctx.db, file, usedIn);
    if (row === null && attempt < maxAttempts) continue;
    if (row === null) throw new PlumblineError("unavailable");
    if (row.uploadedAt !== null) return { mediaId, uploadToken: null };
    const { mediaSecret } = ctx;
    const { token } = makeToken(row, "media-upload", { mediaSecret, nowMs: ctx.clock.nowMs() });
    return { mediaId, uploadToken: token };
  }
}

const maxAttempts = 5;

/**
 * The row of the file with a link more; null when it was erased meanwhile, as files are that nobody used.
 * It is read after the link is there: only then does what it says about the store stay true.
 */
async function linkFile(
  db: Db,
  file: Pick<Media, "projectId" | "mediaId" | "sha256" | "contentType" | "contentLength">,
  usedIn: AnnounceMediaInput["usedIn"],
): Promise<Media | null> {
  const { projectId, mediaId, contentLength } = file;
  await db.media.createMany({ data: [file], skipDuplicates: true });
  const where = { projectId_mediaId: { projectId, mediaId } };
  const found = await db.media.findUnique({ where });
  if (found === null) return null;
  if (found.contentLength !== contentLength) {
    if (found.uploadedAt !== null) {
      throw new PlumblineError("invalid_request", {
        message: "A file with this SHA-256 has another length.",
      });
    }
    await db.media.updateMany({ where: { id: found.id }, data: { contentLength } });
  }
  try {
    await db.mediaLink.createMany({ data: [{ mediaRowId: found.id, ...usedIn }], skipDuplicates: true });
  } catch (error) {
    if ((await db.media.findUnique({ where: { id: found.id } })) === null) return null;
    throw error;
  }
  return db.media.findUnique({ where: { id: found.id } });
}
