/** Where a link of a trace leads: only http, https and mailto, and only whole addresses. */
export function safeLink(address: string | undefined): { href: string; host: string } | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === "mailto:") return { href: url.href, host: url.pathname };
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  // A name before the @ can pass for a host.
  if (url.username !== "" || url.password !== "") return null;
  return { href: url.href, host: url.host };
}
