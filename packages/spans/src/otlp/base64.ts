const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function base64(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 3) {
    const left = end - at;
    const triple =
      ((bytes[at] ?? 0) << 16) |
      ((left > 1 ? (bytes[at + 1] ?? 0) : 0) << 8) |
      (left > 2 ? (bytes[at + 2] ?? 0) : 0);
    text += alphabet.charAt(triple >>> 18) + alphabet.charAt((triple >>> 12) & 63);
    text += left > 1 ? alphabet.charAt((triple >>> 6) & 63) : "=";
    text += left > 2 ? alphabet.charAt(triple & 63) : "=";
  }
  return text;
}
