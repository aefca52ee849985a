import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { beginAttempt } from "../user/attempts.ts";
import { findOpenReset } from "./find.ts";

/** Whose password the link sets, so that a password manager files it rightly; null when it is worth nothing. */
export async function openPasswordReset(
  deps: Pick<ServiceContext, "db" | "clock"> & LinkSecret,
  { token }: { token: string },
  ip: string,
): Promise<{ email: string } | null> {
  beginAttempt(deps, "link-opening", { ip, subject: token.slice(0, 64) });
  const reset = await findOpenReset(deps, token);
  return reset === null ? null : { email: reset.email };
}
