import { rolePermissions, scopePermissions } from "@plumbline/access/permissions";
import type { Role } from "@plumbline/access/roles";
import { type Scope, scopes } from "@plumbline/access/scopes";

/** The scopes that a person may give to a key: their role has every permission that the scope opens. */
export function scopesOfRole(role: Role): Scope[] {
  return scopes.filter((scope) =>
    scopePermissions[scope].every((permission) => rolePermissions[role].includes(permission)),
  );
}
