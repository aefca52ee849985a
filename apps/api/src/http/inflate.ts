import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Lane } from "./body-budget.ts";
import { tooLarge } from "./receive.ts";

const gunzipAsync = promisify(gunzip);

export interface InflateLanes {
  small: Lane;
  /** Held until the body has been worked off, since its text and objects weigh more than its bytes. */
  large: Lane;
}

/** Bodies beyond it are inflated one at a time: fifty bombs weigh what one does. */
export const largeBodyBytes = 4 * 1024 * 1024;

interface Inflated {
  bytes: Buffer;
  leave: () => void;
}

/** Stops inflating as soon as the limit is passed. Throws `too_large`, and `invalid_request` for bad gzip. */
export async function inflate(
  compressed: Buffer,
  limitBytes: number,
  lanes: InflateLanes,
): Promise<Inflated> {
  const smallLimit = Math.min(largeBodyBytes, limitBytes);
  if (claimedBytes(compressed) <= smallLimit) {
    const leave = await lanes.small.enter();
    try {
      const bytes = await inflateUpTo(compressed, smallLimit);
      if (bytes !== null) return { bytes, leave: () => undefined };
      if (smallLimit === limitBytes) throw tooLarge(limitBytes);
    } finally {
      leave();
    }
  }
  const leave = await lanes.large.enter();
  try {
    // Counted before it is kept: a bomb costs time, never its size in memory.
    const bytes = (await inflatesBeyond(compressed, limitBytes))
      ? null
      : await inflateUpTo(compressed, limitBytes);
    if (bytes === null) throw tooLarge(limitBytes);
    return { bytes, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

/** gzip ends with the inflated size modulo 2^32: a hint, since a body cut short or made to harm says anything. */
function claimedBytes(compressed: Buffer): number {
  return compressed.length < 18 ? 0 : compressed.readUInt32LE(compressed.length - 4);
}

/** Stops at the limit and keeps nothing. */
function inflatesBeyond(compressed: Buffer, limitBytes: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const stream = createGunzip({ chunkSize: 64 * 1024 });
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) return;
      stream.destroy();
      resolve(true);
    });
    stream.on("end", () => resolve(false));
    stream.on("error", (error) => reject(badGzip(error)));
    stream.end(compressed);
  });
}

function badGzip(cause: unknown): PlumblineError {
  return new PlumblineError("invalid_request", { message: "The body is not valid gzip.", cause });
}

/** null when there is more than the limit. */
async function inflateUpTo(compressed: Buffer, limitBytes: number): Promise<Buffer | null> {
  try {
    return await gunzipAsync(compressed, { maxOutputLength: limitBytes, chunkSize: 64 * 1024 });
  } catch (error) {
    if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw badGzip(error);
  }
}
