import { randomUUID } from "node:crypto";
import type { Actor } from "@plumbline/access/actor";
import { type Permission, permissions } from "@plumbline/access/permissions";
import { type Scope, scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey, listApiKeys, renameApiKey, revokeApiKey, rotateApiKey } from "../api-key/index.ts";
import { listAudit } from "../audit/index.ts";
import { getProject, listProjectsForActor, renameProject, setProjectRetention } from "../project/index.ts";
import { contextOf, createTenants, freshDatabase, type ProjectName, system } from "../tenancy.fixture.ts";
import { getUser } from "../user/index.ts";
import { gatewayVerbs, type Verb } from "./gateway-verbs.fixture.ts";
import { requireProjectPermission } from "./index.ts";

type Outcome = "ok" | "forbidden" | "not_found";
type UserName = keyof Awaited<ReturnType<typeof createTenants>>["users"];

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
});
afterAll(() => db.$disconnect());

const targets = ["own", "sibling", "foreign", "deleted", "missing", "nul\0byte"] as const;
type Target = (typeof targets)[number];

const idOf = (target: Target) =>
  target in tenants.projects ? tenants.projects[target as ProjectName].id : target;

async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (PlumblineError.isInstance(error) && (error.code === "forbidden" || error.code === "not_found")) {
      return error.code;
    }
    throw error;
  }
}

/** A key of the project asked for where it exists, so that only the actor decides. */
async function keyIn(projectId: string): Promise<string> {
  const exists = Object.values(tenants.projects).some((project) => project.id === projectId);
  const { id } = await db.apiKey.create({
    data: {
      projectId: exists ? projectId : tenants.projects.own.id,
      name: "doomed",
      publicKey: randomUUID(),
      displaySecret: "",
    },
  });
  return id;
}

const verbs: Record<string, Verb> = {
  "project/get": {
    permission: "project:read",
    call: (actor, projectId) => getProject(contextOf(db, actor), { projectId }),
  },
  "api-key/list": {
    permission: "api-keys:read",
    call: (actor, projectId) => listApiKeys(contextOf(db, actor), { projectId }),
  },
  "api-key/create": {
    permission: "api-keys:manage",
    // The one scope that every admin holds, whether a person or the key with "admin" alone.
    call: (actor, projectId) =>
      createApiKey(contextOf(db, actor), { projectId, name: "made", scopes: ["admin"] }),
  },
  "api-key/revoke": {
    permission: "api-keys:manage",
    call: async (actor, projectId) =>
      revokeApiKey(contextOf(db, actor), { projectId, keyId: await keyIn(projectId) }),
  },
  "api-key/rename": {
    permission: "api-keys:manage",
    call: async (actor, projectId) =>
      renameApiKey(contextOf(db, actor), { projectId, keyId: await keyIn(projectId), name: "renamed" }),
  },
  "api-key/rotate": {
    permission: "api-keys:manage",
    call: async (actor, projectId) =>
      rotateApiKey(contextOf(db, actor), {
        projectId,
        keyId: await keyIn(projectId),
        overlapSeconds: 0,
      }),
  },
  "project/rename": {
    permission: "project:update",
    // To the name that it has: the other tests know the projects by theirs.
    call: (actor, projectId) => {
      const { name } = Object.values(tenants.projects).find(({ id }) => id === projectId) ?? { name: "x" };
      return renameProject(contextOf(db, actor), { projectId, name });
    },
  },
  "project/set-retention": {
    permission: "retention:update",
    call: (actor, projectId) => setProjectRetention(contextOf(db, actor), { projectId, retentionDays: null }),
  },
  ...gatewayVerbs(() => db),
  "audit/list": {
    permission: "audit:read",
    call: (actor, projectId) => listAudit(contextOf(db, actor), { projectId }),
  },
};

/** Written out by hand, so that a change of the rules must be a change here. */
const reading: readonly Permission[] = [
  "traces:read",
  "scores:read",
  "prompts:read",
  "datasets:read",
  "gateway:read",
  "rejected-events:read",
  "project:read",
  "members:read",
  "organisation:read",
];
const working: readonly Permission[] = [
  ...reading,
  "traces:ingest",
  "traces:bookmark",
  "comments:write",
  "reviews:write",
  "views:write",
  "scores:write",
  "prompts:write",
  "datasets:write",
  "gateway:call",
];
const ruling: readonly Permission[] = permissions.filter(
  (permission) => permission !== "project:delete" && permission !== "organisation:delete",
);
const people: Record<UserName, Record<"own" | "sibling" | "foreign", readonly Permission[] | null>> = {
  owner: { own: permissions, sibling: permissions, foreign: null },
  admin: { own: ruling, sibling: ruling, foreign: null },
  member: { own: working, sibling: working, foreign: null },
  viewer: { own: reading, sibling: reading, foreign: null },
  lifted: { own: ruling, sibling: reading, foreign: null },
  lowered: { own: reading, sibling: permissions, foreign: null },
  ghost: { own: null, sibling: null, foreign: null },
  stranger: { own: null, sibling: null, foreign: null },
  foreigner: { own: null, sibling: null, foreign: permissions },
};
const adminKey: readonly Permission[] = [
  "project:read",
  "project:update",
  "retention:update",
  "api-keys:read",
  "api-keys:manage",
  "prompts:publish",
  "traces:delete",
  "targets:update",
  "prices:update",
  "members:read",
  "audit:read",
];
const keys: Record<Scope, readonly Permission[]> = {
  ingest: ["traces:ingest", "scores:write", "datasets:write", "comments:write"],
  read: reading.filter(
    (permission) => !["gateway:read", "members:read", "organisation:read"].includes(permission),
  ),
  prompts: ["prompts:read", "prompts:write"],
  scores: ["scores:read", "scores:write"],
  gateway: ["gateway:call"],
  admin: adminKey,
};

function expectedFor(granted: readonly Permission[] | null, permission: Permission): Outcome {
  if (granted === null) return "not_found";
  return granted.includes(permission) ? "ok" : "forbidden";
}

const isReachable = (target: Target) => target === "own" || target === "sibling" || target === "foreign";

describe.each(Object.keys(verbs))("%s", (name) => {
  const verb = () => {
    const found = verbs[name];
    if (found === undefined) throw new Error(name);
    return found;
  };

  test.each(Object.keys(people) as UserName[])("for the user %s in every project", async (user) => {
    const { permission, call } = verb();
    for (const target of targets) {
      const granted = isReachable(target) ? people[user][target] : null;
      const outcome = await outcomeOf(call(tenants.users[user], idOf(target)));
      expect([target, outcome]).toEqual([target, expectedFor(granted, permission)]);
    }
  });

  test.each([...scopes, "all", "none"] as const)(
    "for a key with the scope %s in every project",
    async (held) => {
      const { permission, call } = verb();
      const keyScopes = held === "all" ? scopes : held === "none" ? [] : [held];
      for (const target of targets) {
        const key: Actor = {
          type: "api-key",
          keyId: "k",
          projectId: tenants.projects.own.id,
          scopes: keyScopes,
        };
        const granted = target === "own" ? keyScopes.flatMap((scope) => keys[scope]) : null;
        const outcome = await outcomeOf(call(key, idOf(target)));
        expect([target, outcome]).toEqual([target, expectedFor(granted, permission)]);
      }
    },
  );

  test("for a key of a deleted project, and for the system", async () => {
    const { call } = verb();
    const orphan: Actor = { type: "api-key", keyId: "k", projectId: tenants.projects.deleted.id, scopes };
    expect(await outcomeOf(call(orphan, tenants.projects.deleted.id))).toBe("not_found");
    for (const target of targets) {
      const outcome = await outcomeOf(call(system, idOf(target)));
      expect([target, outcome]).toEqual([target, isReachable(target) ? "ok" : "not_found"]);
    }
  });
});

describe("requireProjectPermission", () => {
  test("grants exactly the permissions of the table", async () => {
    for (const [user, byProject] of Object.entries(people)) {
      for (const target of ["own", "sibling", "foreign"] as const) {
        for (const permission of permissions) {
          const ctx = contextOf(db, tenants.users[user as UserName]);
          const outcome = await outcomeOf(requireProjectPermission(ctx, idOf(target), permission));
          expect([user, target, permission, outcome]).toEqual([
            user,
            target,
            permission,
            expectedFor(byProject[target], permission),
          ]);
        }
      }
    }
  });

  test("feels a change of role at the next call", async () => {
    const ctx = contextOf(db, tenants.users.viewer);
    const where = { userId: tenants.users.viewer.userId };
    await db.membership.updateMany({ where, data: { role: "admin" } });
    expect(await outcomeOf(requireProjectPermission(ctx, tenants.projects.own.id, "members:manage"))).toBe(
      "ok",
    );
    await db.membership.updateMany({ where, data: { role: "viewer" } });
    expect(await outcomeOf(requireProjectPermission(ctx, tenants.projects.own.id, "members:manage"))).toBe(
      "forbidden",
    );
  });
});

describe("verbs without a project", () => {
  const names = async (actor: Actor) =>
    (await listProjectsForActor(contextOf(db, actor))).map((project) => `${project.name}:${project.role}`);

  test("project/list-for-actor shows what the actor reaches, with the role there", async () => {
    const { users, projects } = tenants;
    expect(await names(users.owner)).toEqual(["own:owner", "sibling:owner"]);
    expect(await names(users.lifted)).toEqual(["own:admin", "sibling:viewer"]);
    expect(await names(users.foreigner)).toEqual(["foreign:owner"]);
    expect(await names(users.ghost)).toEqual([]);
    expect(await names(users.stranger)).toEqual([]);
    expect(await names(system)).toEqual(["own:null", "sibling:null", "foreign:null"]);
    const key = (projectId: string): Actor => ({ type: "api-key", keyId: "k", projectId, scopes: [] });
    expect(await names(key(projects.sibling.id))).toEqual(["sibling:null"]);
    expect(await names(key(projects.deleted.id))).toEqual([]);
  });

  test("audit/list of an organisation is for its admins", async () => {
    const outcome = (actor: Actor) =>
      outcomeOf(listAudit(contextOf(db, actor), { organizationId: tenants.home.id }));
    const { users, projects } = tenants;
    expect(await outcome(users.admin)).toBe("ok");
    expect(await outcome(users.member)).toBe("forbidden");
    // An override inside a project says nothing about the organisation.
    expect(await outcome(users.lifted)).toBe("forbidden");
    expect(await outcome(users.foreigner)).toBe("not_found");
    expect(await outcome({ type: "api-key", keyId: "k", projectId: projects.own.id, scopes })).toBe(
      "not_found",
    );
    expect(await outcome(system)).toBe("ok");
  });

  test("user/get shows people themselves only", async () => {
    const { users } = tenants;
    const outcome = (actor: Actor) =>
      outcomeOf(getUser(contextOf(db, actor), { userId: users.member.userId }));
    expect(await outcome(users.member)).toBe("ok");
    expect(await outcome(users.owner)).toBe("not_found");
    expect(await outcome(system)).toBe("ok");
  });
});
