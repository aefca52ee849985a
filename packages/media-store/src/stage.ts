import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PlumblineError } from "@plumbline/contracts/errors";

/**
 * Writes the stream to a file of its own, synced, and hands over its path if length and hash are right.
 * The file is gone afterwards unless `work` moved it. Holds no more than a chunk in memory.
 */
export async function withStagedFile(
  directory: string,
  bytes: Readable,
  expected: { sha256: string; lengthBytes: number },
  work: (path: string) => Promise<void>,
): Promise<void> {
  const path = join(directory, randomUUID());
  const hash = createHash("sha256");
  let seen = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      // More than was announced is not read to its end.
      if (seen > expected.lengthBytes) return done(wrong("is longer than it was announced to be"));
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (seen !== expected.lengthBytes) return done(wrong("is shorter than it was announced to be"));
      if (hash.digest("hex") !== expected.sha256)
        return done(wrong("does not have the SHA-256 it was announced with"));
      done();
    },
  });
  const unfollow = follow(bytes, check);
  try {
    try {
      await pipeline(check, createWriteStream(path, { flags: "wx", flush: true, mode: 0o600 }));
    } catch (error) {
      throw PlumblineError.isInstance(error) ? error : unstaged(error);
    }
    await work(path);
  } finally {
    unfollow();
    await rm(path, { force: true });
  }
}

/** Pipes without ever destroying the source: it may be a request that still has to hear an answer. */
function follow(source: Readable, target: Transform): () => void {
  const onBroken = (): void => {
    if (!source.readableEnded) target.destroy(new Error("The source broke off."));
  };
  source.once("error", onBroken).once("close", onBroken);
  if (source.destroyed) onBroken();
  else source.pipe(target);
  return () => source.off("error", onBroken).off("close", onBroken).unpipe(target);
}

function wrong(problem: string): PlumblineError {
  return new PlumblineError("invalid_request", { message: `The file ${problem}.` });
}

const diskErrors = ["ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE", "EACCES", "ENOENT"];

/** Either our disk failed, or the client went away in the middle. */
function unstaged(cause: unknown): PlumblineError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return diskErrors.includes(code)
    ? new PlumblineError("unavailable", { message: "The file cannot be stored at the moment.", cause })
    : new PlumblineError("invalid_request", { message: "The upload ended before the file did.", cause });
}
