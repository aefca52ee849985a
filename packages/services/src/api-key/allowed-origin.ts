import { z } from "zod";

/** As browsers write it in the header Origin: scheme, host, port when it is not the scheme's own. */
export const originInput = z
  .string()
  .trim()
  .max(300)
  .transform((text) => toOrigin(text))
  .refine((origin) => origin !== null)
  .transform((origin) => origin ?? "");

/** null when the text is no web address, or says more than an origin: a path, a wildcard, credentials. */
export function toOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  const isBare = url.href === `${url.origin}/` && !text.includes("*");
  return isWeb && isBare ? url.origin : null;
}

/** An empty list lets every page in; otherwise the browser must name one of the list. */
export function isAllowedOrigin(allowedOrigins: readonly string[], origin: string | undefined): boolean {
  return allowedOrigins.length === 0 || (origin !== undefined && allowedOrigins.includes(origin));
}
