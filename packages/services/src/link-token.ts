import { randomBytes } from "node:crypto";
import { hashLinkToken, isLinkToken, type LinkPurpose } from "@plumbline/access/link-token";

/** The secret of this installation that links are signed and their hashes keyed with; the database never holds it. */
export interface LinkSecret {
  linkSecret: string;
}

/** `token` goes into the link and nowhere else; the row keeps the hash. */
export function createLinkToken(
  purpose: LinkPurpose,
  { linkSecret }: LinkSecret,
): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashLinkToken(token, purpose, linkSecret) };
}

/** What to look a token up by; null for what cannot be one. */
export function tokenHashOf(token: string, purpose: LinkPurpose, { linkSecret }: LinkSecret): string | null {
  return isLinkToken(token) ? hashLinkToken(token, purpose, linkSecret) : null;
}
