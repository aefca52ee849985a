import { isScopeSubset, type Scope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import type { ProjectAccess } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export const keyName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // PostgreSQL stores no NUL bytes.
  .refine((name) => !name.includes("\0"));

/** `forbidden`: whoever could make a key wider than themselves could promote themselves. */
export function requireOwnScopes(wanted: readonly Scope[], access: Pick<ProjectAccess, "scopes">): void {
  if (isScopeSubset(wanted, access.scopes)) return;
  throw new PlumblineError("forbidden", { message: "A key cannot hold a scope that its creator lacks." });
}

export function requireFuture(expiresAt: Date | undefined, { clock }: Pick<ServiceContext, "clock">): void {
  if (expiresAt === undefined || expiresAt.getTime() > clock.nowMs()) return;
  throw new PlumblineError("invalid_request", {
    message: "expiresAt lies in the past.",
    details: { field: "expiresAt" },
  });
}
