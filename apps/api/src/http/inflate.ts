import { promisify } from "node:util";
import { gunzip } from "node:zlib";
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
    const bytes = await inflateUpTo(compressed, limitBytes);
    if (bytes === null) throw tooLarge(limitBytes);
    return { bytes, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

/** gzip ends with the inflated size modulo 2^32: a hint that may lie. */
function claimedBytes(compressed: Buffer): number {
  return compressed.length < 18 ? 0 : compressed.readUInt32LE(compressed.length - 4);
}

/** null when there is more than the limit. */
async function inflateUpTo(compressed: Buffer, limitBytes: number): Promise<Buffer | null> {
  try {
    return await gunzipAsync(compressed, { maxOutputLength: limitBytes, chunkSize: 64 * 1024 });
  } catch (error) {
    if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw new PlumblineError("invalid_request", { message: "The body is not valid gzip.", cause: error });
  }
}
