import { signId, verifySignedId } from "@plumbline/access/signed-id";
import type { Media as Row } from "@plumbline/db/client";

/** Signs the addresses of files, per purpose; the same in every process. */
export interface MediaSecret {
  mediaSecret: string;
}

export interface MediaItem {
  mediaId: string;
  contentType: string;
  contentLength: number;
  uploadedAt: string;
  /** Opens the bytes for whoever holds it, until it expires. */
  downloadToken: string;
  downloadExpiresAt: string;
}

/** Where the bytes lie, and what they are. */
export interface MediaFile {
  id: string;
  projectId: string;
  mediaId: string;
  sha256: string;
  contentType: string;
  contentLength: number;
}

type Purpose = "media-upload" | "media-download";

const lifetimeMs = 3_600_000;

export function makeToken(
  { id }: Pick<Row, "id">,
  purpose: Purpose,
  { mediaSecret, nowMs }: MediaSecret & { nowMs: number },
): { token: string; expiresAt: string } {
  const expiresMs = nowMs + lifetimeMs;
  return {
    token: signId(`${id}.${expiresMs}`, purpose, mediaSecret),
    expiresAt: new Date(expiresMs).toISOString(),
  };
}

/** The row id of a token that was signed for this purpose and has not expired; null for anything else. */
export function readToken(
  token: string,
  purpose: Purpose,
  { mediaSecret, nowMs }: MediaSecret & { nowMs: number },
): string | null {
  const [id = "", expiresMs] = verifySignedId(token, purpose, mediaSecret)?.split(".") ?? [];
  return Number(expiresMs) > nowMs ? id : null;
}

export function toMediaItem(
  row: Pick<Row, "id" | "mediaId" | "contentType" | "contentLength"> & { uploadedAt: Date },
  secret: MediaSecret & { nowMs: number },
): MediaItem {
  const { token, expiresAt } = makeToken(row, "media-download", secret);
  return {
    mediaId: row.mediaId,
    contentType: row.contentType,
    contentLength: row.contentLength,
    uploadedAt: row.uploadedAt.toISOString(),
    downloadToken: token,
    downloadExpiresAt: expiresAt,
  };
}
