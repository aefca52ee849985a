const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Fixed width, zero-padded on the left, so that the length never tells the value. */
export function toBase62(value: bigint, width: number): string {
  let rest = value;
  let text = "";
  for (let place = 0; place < width; place++) {
    text = alphabet.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  if (rest !== 0n) throw new RangeError(`The value does not fit into ${width} base62 digits.`);
  return text;
}

export function bytesToBigInt(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}
