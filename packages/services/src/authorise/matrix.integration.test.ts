import { randomUUID } from "node:crypto";
import type { Actor } from "@plumbline/access/actor";
import { type Scope, scopes } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey, listApiKeys, revokeApiKey } from "../api-key/index.ts";
import { listAudit } from "../audit/index.ts";
import { getProject, listProjectsForActor } from "../project/index.ts";
import { contextOf, createTenants, freshDatabase, type ProjectName, system } from "../tenancy.fixture.ts";
import { getUser } from "../user/index.ts";
import { requireProjectScope } from "./index.ts";

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

const verbs: Record<string, { scope: Scope; call: (actor: Actor, projectId: string) => Promise<unknown> }> = {
  "project/get": {
    scope: "read",
    call: (actor, projectId) => getProject(contextOf(db, actor), { projectId }),
  },
  "api-key/list": {
    scope: "admin",
    call: (actor, projectId) => listApiKeys(contextOf(db, actor), { projectId }),
  },
  "api-key/create": {
    scope: "admin",
    // The one scope that every admin holds, whether a person or the key with "admin" alone.
    call: (actor, projectId) =>
      createApiKey(contextOf(db, actor), { projectId, name: "made", scopes: ["admin"] }),
  },
  "api-key/revoke": {
    scope: "admin",
    call: async (actor, projectId) => {
      // A key of the project asked for where it exists, so that only the actor decides.
      const exists = Object.values(tenants.projects).some((project) => project.id === projectId);
      const { id: keyId } = await db.apiKey.create({
        data: {
          projectId: exists ? projectId : tenants.projects.own.id,
          name: "doomed",
          publicKey: randomUUID(),
          displaySecret: "",
        },
      });
      return revokeApiKey(contextOf(db, actor), { projectId, keyId });
    },
  },
  "audit/list": {
    scope: "admin",
    call: (actor, projectId) => listAudit(contextOf(db, actor), { projectId }),
  },
};

/** Written out by hand, so that a change of the rules must be a change here. */
const people: Record<UserName, Record<"own" | "sibling" | "foreign", readonly Scope[] | null>> = {
  owner: { own: scopes, sibling: scopes, foreign: null },
  admin: { own: scopes, sibling: scopes, foreign: null },
  member: {
    own: ["ingest", "read", "prompts", "scores", "gateway"],
    sibling: ["ingest", "read", "prompts", "scores", "gateway"],
    foreign: null,
  },
  viewer: { own: ["read"], sibling: ["read"], foreign: null },
  lifted: { own: scopes, sibling: ["read"], foreign: null },
  lowered: { own: ["read"], sibling: scopes, foreign: null },
  ghost: { own: null, sibling: null, foreign: null },
  stranger: { own: null, sibling: null, foreign: null },
  foreigner: { own: null, sibling: null, foreign: scopes },
};

function expectedFor(granted: readonly Scope[] | null, scope: Scope): Outcome {
  if (granted === null) return "not_found";
  return granted.includes(scope) ? "ok" : "forbidden";
}

const isReachable = (target: Target) => target === "own" || target === "sibling" || target === "foreign";

describe.each(Object.keys(verbs))("%s", (name) => {
  const verb = () => {
    const found = verbs[name];
    if (found === undefined) throw new Error(name);
    return found;
  };

  test.each(Object.keys(people) as UserName[])("for the user %s in every project", async (user) => {
    const { scope, call } = verb();
    for (const target of targets) {
      const granted = isReachable(target) ? people[user][target] : null;
      const outcome = await outcomeOf(call(tenants.users[user], idOf(target)));
      expect([target, outcome]).toEqual([target, expectedFor(granted, scope)]);
    }
  });

  test.each([...scopes, "all", "none"] as const)(
    "for a key with the scope %s in every project",
    async (held) => {
      const { scope, call } = verb();
      const keyScopes = held === "all" ? scopes : held === "none" ? [] : [held];
      for (const target of targets) {
        const key: Actor = {
          type: "api-key",
          keyId: "k",
          projectId: tenants.projects.own.id,
          scopes: keyScopes,
        };
        const granted = target === "own" ? keyScopes : null;
        const outcome = await outcomeOf(call(key, idOf(target)));
        expect([target, outcome]).toEqual([target, expectedFor(granted, scope)]);
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

describe("requireProjectScope", () => {
  test("grants exactly the scopes of the table", async () => {
    for (const [user, byProject] of Object.entries(people)) {
      for (const target of ["own", "sibling", "foreign"] as const) {
        for (const scope of scopes) {
          const ctx = contextOf(db, tenants.users[user as UserName]);
          const outcome = await outcomeOf(requireProjectScope(ctx, idOf(target), scope));
          expect([user, target, scope, outcome]).toEqual([
            user,
            target,
            scope,
            expectedFor(byProject[target], scope),
          ]);
        }
      }
    }
  });

  test("feels a change of role at the next call", async () => {
    const ctx = contextOf(db, tenants.users.viewer);
    const where = { userId: tenants.users.viewer.userId };
    await db.membership.updateMany({ where, data: { role: "admin" } });
    expect(await outcomeOf(requireProjectScope(ctx, tenants.projects.own.id, "admin"))).toBe("ok");
    await db.membership.updateMany({ where, data: { role: "viewer" } });
    expect(await outcomeOf(requireProjectScope(ctx, tenants.projects.own.id, "admin"))).toBe("forbidden");
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
