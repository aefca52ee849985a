import { rolePermissions, scopePermissions } from "@plumbline/access/permissions";
import type { Role } from "@plumbline/access/roles";
import { type Scope, scopes } from "@plumbline/access/scopes";

/** A person may use a scope when their role has every permission that the scope opens. */
export function roleHoldsScope(role: Role, scope: Scope): boolean {
  return scopePermissions[scope].every((permission) => rolePermissions[role].includes(permission));
}

export function scopesOfRole(role: Role): Scope[] {
  return scopes.filter((scope) => roleHoldsScope(role, scope));
}
