import { PlumblineError } from "@plumbline/contracts/errors";
import type { Permission } from "./permissions.ts";
import { rolePermissions, scopePermissions } from "./permissions.ts";
import type { Role } from "./roles.ts";
import type { Scope } from "./scopes.ts";

/** Who asks. A user's role depends on the project and comes from the database, so it is not in here. */
export type Actor =
  | { type: "user"; userId: string }
  | { type: "api-key"; keyId: string; projectId: string; scopes: readonly Scope[] }
  | { type: "system"; name: string };

export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.type === "system" || (actor.type === "api-key" && actor.scopes.includes(scope));
}

/** Throws `not_found` for a key of another project and `forbidden`, naming the scope, for a missing one. */
export function requireScope(actor: Actor, projectId: string, scope: Scope): void {
  if (actor.type === "api-key" && actor.projectId !== projectId) throw new PlumblineError("not_found");
  if (!hasScope(actor, scope)) throw forbidden({ scope });
}

export interface PermissionTarget {
  projectId: string;
  /** The user's role in that project; null when not a member. Keys and the system need none. */
  role?: Role | null;
}

export function isAllowed(actor: Actor, target: PermissionTarget, permission: Permission): boolean {
  if (actor.type === "system") return true;
  if (actor.type === "user") return target.role ? rolePermissions[target.role].includes(permission) : false;
  if (actor.projectId !== target.projectId) return false;
  return actor.scopes.some((scope) => scopePermissions[scope].includes(permission));
}

/** Throws `not_found` to strangers, who must not learn what exists, and `forbidden` to members. */
export function requirePermission(actor: Actor, target: PermissionTarget, permission: Permission): void {
  if (isAllowed(actor, target, permission)) return;
  const isStranger =
    actor.type === "user" ? !target.role : actor.type === "api-key" && actor.projectId !== target.projectId;
  throw isStranger ? new PlumblineError("not_found") : forbidden({ permission });
}

function forbidden(details: { scope: Scope } | { permission: Permission }): PlumblineError {
  const needed = "scope" in details ? `scope "${details.scope}"` : `permission "${details.permission}"`;
  return new PlumblineError("forbidden", { message: `These credentials lack the ${needed}.`, details });
}
