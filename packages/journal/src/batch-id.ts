import { createHash } from "node:crypto";
import type { Recovered } from "./recover.ts";

/** Over the identity of the journal and the sequence and checksum of every record. */
export function batchIdOf(
  { index, identity }: Pick<Recovered, "index" | "identity">,
  slots: readonly number[],
): string {
  const content = Buffer.allocUnsafe(slots.length * 12);
  for (const [position, slot] of slots.entries()) {
    content.writeDoubleBE(index.sequence(slot), position * 12);
    content.writeUInt32BE(index.crc(slot), position * 12 + 8);
  }
  return createHash("sha256").update(identity).update(content).digest("hex").slice(0, 32);
}
