import { createHash } from "node:crypto";
import type { Readable } from "node:stream";

/** A file, by what is in it. Projects never share one, so that none learns what another has. */
export interface MediaKey {
  projectId: string;
  /** Hexadecimal. */
  sha256: string;
}

export interface MediaStore {
  /**
   * Keeps what the stream carries, once all of it is there and has this length and hash; throws
   * `invalid_request` otherwise and keeps nothing. Repeating it changes nothing.
   */
  put(key: MediaKey, bytes: Readable, lengthBytes: number): Promise<void>;
  /** null when there is no such file. */
  open(key: MediaKey): Promise<Readable | null>;
  /** Erases it; one that is not there is no fault. */
  remove(key: MediaKey): Promise<void>;
}

/** A path of safe characters. Project ids may be chosen by people, so they are hashed. */
export function storePath({ projectId, sha256 }: MediaKey): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError("Not a SHA-256.");
  const project = createHash("sha256").update(projectId).digest("hex").slice(0, 32);
  return `${project}/${sha256.slice(0, 2)}/${sha256}`;
}
