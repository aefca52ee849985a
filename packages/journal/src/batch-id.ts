import { createHash } from "node:crypto";
import type { Recovered } from "./recover.ts";

/** Over the identity of the journal and the sequence and checksum of every record. */
export function batchIdOf(
  { index, identity }: Pick<Recovered, "index" | "identity">,
  slots: readonly number[],
): string {
  const content = Buffer.allocUnsafe(slots.length * 12);
  let position = 0;
  for (const slot of slots) {
    content.writeDoubleBE(index.sequence(slot), position);
    content.writeUInt32BE(index.crc(slot), position + 8);
    position += 12;
  }
  return createHash("sha256").update(identity).update(content).digest("hex").slice(0, 32);
}
