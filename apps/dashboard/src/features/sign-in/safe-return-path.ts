/** Where to go after signing in: a path of ours, never another site. */
export function safeReturnPath(value: string | string[] | undefined): string {
  if (typeof value !== "string" || !value.startsWith("/")) return "/";
  const base = "http://plumbline.invalid";
  if (!URL.canParse(value, base)) return "/";
  const url = new URL(value, base);
  // Dot segments collapse after the origin was read: "/.//evil" has our origin and the path "//evil".
  const isElsewhere = url.origin !== base || url.pathname.startsWith("//");
  if (isElsewhere || url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api")) return "/";
  return `${url.pathname}${url.search}`;
}
