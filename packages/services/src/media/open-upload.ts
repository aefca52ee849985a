import { PlumblineError } from "@plumbline/contracts/errors";
import type { Media } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { type MediaFile, type MediaSecret, readToken } from "./types.ts";

type Deps = Pick<ServiceContext, "db" | "clock"> & MediaSecret;

/**
 * For whoever holds the token. Throws `not_found` alike for one that was never signed here or has expired
 * and for a project that is gone, `conflict` when the file is stored already: a token works once.
 */
export async function openMediaUpload(deps: Deps, { token }: { token: string }): Promise<MediaFile> {
  const row = await findByToken(deps, token, "media-upload");
  if (row === null) throw deadAddress("upload");
  if (row.uploadedAt !== null) throw alreadyStored();
  return row;
}

/** Called once the store has all bytes. Throws `conflict` when somebody else was faster. */
export async function completeMediaUpload({ db, clock }: Deps, { id }: MediaFile): Promise<void> {
  const { count } = await db.media.updateMany({
    where: { id, uploadedAt: null },
    data: { uploadedAt: new Date(clock.nowMs()) },
  });
  if (count === 0) throw alreadyStored();
}

/** For whoever holds the token, like `openMediaUpload`. */
export async function openMediaDownload(deps: Deps, { token }: { token: string }): Promise<MediaFile> {
  const row = await findByToken(deps, token, "media-download");
  if (row === null || row.uploadedAt === null) throw deadAddress("download");
  return row;
}

async function findByToken(
  deps: Deps,
  token: string,
  purpose: "media-upload" | "media-download",
): Promise<Media | null> {
  const { mediaSecret } = deps;
  const id = readToken(token, purpose, { mediaSecret, nowMs: deps.clock.nowMs() });
  if (id === null) return null;
  return deps.db.media.findFirst({
    where: { id, project: { deletedAt: null, organization: { deletedAt: null } } },
  });
}

function deadAddress(what: string): PlumblineError {
  return new PlumblineError("not_found", { message: `This ${what} address is wrong or has expired.` });
}

function alreadyStored(): PlumblineError {
  return new PlumblineError("conflict", { message: "This file is stored already." });
}
