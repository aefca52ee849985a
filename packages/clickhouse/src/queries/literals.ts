// Commands are stored as text, without parameters: their values are written into them.

/** Hexadecimal digits cannot leave their quotes. */
export function hexLiteral(text: string): string {
  return `unhex('${Buffer.from(text, "utf8").toString("hex")}')`;
}

/** Throws for what is no whole number of microseconds. */
export function momentLiteral(us: number): string {
  if (!Number.isSafeInteger(us)) throw new TypeError("not a moment");
  return `fromUnixTimestamp64Micro(toInt64(${us}), 'UTC')`;
}
