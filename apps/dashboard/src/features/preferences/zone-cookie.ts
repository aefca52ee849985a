/** The IANA name of the zone in which the reader counts days, for what the server renders. */
export const zoneCookie = "plumbline-zone";
const yearSeconds = 31_536_000;

/** Only when it changed: a cookie is sent with every request. */
export function rememberZone(zone: string): void {
  const pair = `${zoneCookie}=${encodeURIComponent(zone)}`;
  if (document.cookie.split("; ").includes(pair)) return;
  document.cookie = `${pair}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
