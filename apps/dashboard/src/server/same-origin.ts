/**
 * Whether a request that changes something comes from our own pages. A browser always sends Origin with
 * a POST; a missing one is accepted only where the browser itself says same-origin.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === new URL(publicUrl).host || host === headers.get("host");
}
