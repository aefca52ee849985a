import { describe, expect, it } from "vitest";
import { type Actor, hasScope, isAllowed, requirePermission, requireScope } from "./actor.ts";
import { permissions, rolePermissions, scopePermissions } from "./permissions.ts";
import { mayGrantRole, roles } from "./roles.ts";
import { isScopeSubset, scopes } from "./scopes.ts";

const key: Actor = { type: "api-key", keyId: "k", projectId: "own", scopes: ["ingest"] };
const user: Actor = { type: "user", userId: "u" };

describe("scopes", () => {
  it("hide another project and name what is missing in the own one", () => {
    expect(() => requireScope(key, "other", "ingest")).toThrow(
      expect.objectContaining({ code: "not_found" }),
    );
    expect(() => requireScope(key, "own", "read")).toThrow(
      expect.objectContaining({ code: "forbidden", details: { scope: "read" } }),
    );
    expect(() => requireScope(key, "own", "ingest")).not.toThrow();
  });

  it("never imply each other", () => {
    for (const granted of scopes) {
      const actor: Actor = { type: "api-key", keyId: "k", projectId: "p", scopes: [granted] };
      expect(scopes.filter((scope) => hasScope(actor, scope))).toEqual([granted]);
    }
  });

  it("of a new key stay inside those of its creator", () => {
    expect(isScopeSubset(["ingest"], ["ingest", "read"])).toBe(true);
    expect(isScopeSubset(["ingest", "admin"], ["ingest", "read"])).toBe(false);
  });
});

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

  it("answer not_found to strangers and forbidden to members", () => {
    const stranger = () => requirePermission(user, { projectId: "own", role: null }, "traces:read");
    const viewer = () => requirePermission(user, { projectId: "own", role: "viewer" }, "traces:delete");
    expect(stranger).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(viewer).toThrow(expect.objectContaining({ code: "forbidden" }));
    expect(() => requirePermission(key, { projectId: "other" }, "traces:ingest")).toThrow(
      expect.objectContaining({ code: "not_found" }),
    );
    expect(isAllowed({ type: "system", name: "worker" }, { projectId: "any" }, "traces:delete")).toBe(true);
  });

  it("let nobody grant more than they have", () => {
    expect(mayGrantRole("admin", "owner")).toBe(false);
    expect(mayGrantRole("owner", "owner")).toBe(true);
    expect(mayGrantRole("member", "viewer")).toBe(false);
  });
});
