/** A POST of JSON as it goes over the wire, ready-made. */
export function requestBytes(
  { url, headers }: { url: string; headers: Readonly<Record<string, string>> },
  body: Buffer,
): Buffer {
  const { host, pathname } = new URL(url);
  const all = { host, "content-type": "application/json", "content-length": body.length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n`), body]);
}
