/** A mutation is stored as text, without parameters; hexadecimal digits cannot leave their quotes. */
export function hexLiteral(text: string): string {
  return `unhex('${Buffer.from(text, "utf8").toString("hex")}')`;
}
