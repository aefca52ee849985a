import { describe, expect, it } from "vitest";
import { permissions, rolePermissions, scopePermissions } from "./permissions.ts";
import { roles } from "./roles.ts";
import { isScopeSubset, scopes } from "./scopes.ts";

describe("permissions", () => {
  it("grow from viewer to owner, and the owner has all", () => {
    for (let index = 1; index < roles.length; index++) {
      const stronger = rolePermissions[roles[index - 1] ?? "owner"];
      for (const permission of rolePermissions[roles[index] ?? "owner"])
        expect(stronger).toContain(permission);
    }
    expect(rolePermissions.owner).toEqual(permissions);
  });

  it("of no key reach organisations or members' rights", () => {
    const reachable = scopes.flatMap((scope) => scopePermissions[scope]);
    for (const never of ["organisation:update", "organisation:delete", "members:manage", "project:delete"]) {
      expect(reachable).not.toContain(never);
    }
  });

  it("let no key hold more than its creator", () => {
    expect(isScopeSubset(["ingest"], ["ingest", "read"])).toBe(true);
    expect(isScopeSubset(["ingest", "admin"], ["ingest", "read"])).toBe(false);
  });
});
