import type { Role } from "@plumbline/access/roles";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOrganization } from "../organization/index.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { getProject } from "../project/index.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { changeRole, leaveOrganization, listMembers, removeMember, setProjectRole } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let organizationId: string;
let projectId: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
});
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await db.user.deleteMany();
  await db.organization.deleteMany();
  tenants = await createTenants(db);
  organizationId = tenants.home.id;
  projectId = tenants.projects.own.id;
});

type Person = keyof Awaited<ReturnType<typeof createTenants>>["users"];
const as = (person: Person) => contextOf(db, tenants.users[person]);
const idOf = (person: Person) => tenants.users[person].userId;

const roleOf = async (person: Person) =>
  (await db.membership.findFirst({ where: { organizationId, userId: idOf(person) } }))?.role ?? null;

const owners = () => db.membership.count({ where: { organizationId, role: "owner" } });

describe("listMembers", () => {
  test("shows everybody with their overrides to each member, and nothing to others", async () => {
    const members = await listMembers(as("viewer"), { organizationId });
    expect(members.map(({ name, role }) => `${name}:${role}`)).toEqual([
      "lowered:owner",
      "owner:owner",
      "admin:admin",
      "member:member",
      "lifted:viewer",
      "viewer:viewer",
    ]);
    expect(members.find(({ name }) => name === "lifted")?.projectRoles).toEqual([
      { projectId, projectName: "own", role: "admin" },
    ]);
    for (const person of ["foreigner", "stranger", "ghost"] as const) {
      expect(await outcomeOf(listMembers(as(person), { organizationId }))).toBe("not_found");
    }
  });
});

describe("changeRole", () => {
  const change = (actor: Person, target: Person, role: Role) =>
    outcomeOf(changeRole(as(actor), { organizationId, userId: idOf(target), role }));

  test("follows who rules whom", async () => {
    const expected: [Person, Person, Role, string][] = [
      ["viewer", "member", "viewer", "forbidden"],
      ["member", "viewer", "member", "forbidden"],
      ["lifted", "viewer", "member", "forbidden"],
      ["foreigner", "viewer", "member", "not_found"],
      ["admin", "owner", "viewer", "forbidden"],
      ["admin", "member", "owner", "forbidden"],
      ["admin", "admin", "owner", "forbidden"],
      ["admin", "foreigner", "viewer", "not_found"],
      ["admin", "viewer", "admin", "ok"],
      ["admin", "viewer", "viewer", "ok"],
      ["owner", "member", "owner", "ok"],
      ["owner", "member", "member", "ok"],
    ];
    for (const [actor, target, role, outcome] of expected) {
      expect([actor, target, role, await change(actor, target, role)]).toEqual([
        actor,
        target,
        role,
        outcome,
      ]);
    }
    expect(await roleOf("owner")).toBe("owner");
  });

  test("drops the overrides of a new owner", async () => {
    expect(await change("owner", "lifted", "owner")).toBe("ok");
    const where = { userId: idOf("lifted") };
    expect(await db.projectMembership.count({ where })).toBe(0);
  });

  test("never takes the last owner, nor both at once", async () => {
    const outcomes = await Promise.all([
      change("owner", "owner", "member"),
      change("lowered", "lowered", "member"),
    ]);
    expect(outcomes.sort()).toEqual(["conflict", "ok"]);
    expect(await owners()).toBe(1);
  });
});

describe("leaveOrganization and removeMember", () => {
  test("two owners who leave at once leave one behind", async () => {
    for (let round = 0; round < 5; round++) {
      const outcomes = await Promise.all([
        outcomeOf(leaveOrganization(as("owner"), { organizationId })),
        outcomeOf(leaveOrganization(as("lowered"), { organizationId })),
      ]);
      expect(outcomes.sort()).toEqual(["conflict", "ok"]);
      expect(await owners()).toBe(1);
      const gone = (await roleOf("owner")) === null ? "owner" : "lowered";
      await db.membership.create({ data: { organizationId, userId: idOf(gone), role: "owner" } });
    }
  });

  test("two owners who remove each other leave one behind", async () => {
    const outcomes = await Promise.all([
      outcomeOf(removeMember(as("owner"), { organizationId, userId: idOf("lowered") })),
      outcomeOf(removeMember(as("lowered"), { organizationId, userId: idOf("owner") })),
    ]);
    // The loser is out by the time its turn comes.
    expect(outcomes.sort()).toEqual(["not_found", "ok"]);
    expect(await owners()).toBe(1);
  });

  test("take the access, the overrides and the open invitations with them at once", async () => {
    await db.invitation.create({
      data: {
        organizationId,
        role: "viewer",
        tokenHash: "h",
        createdByUserId: idOf("lifted"),
        expiresAt: new Date(Date.now() + 1_000_000),
      },
    });
    expect(await outcomeOf(getProject(as("lifted"), { projectId }))).toBe("ok");
    await removeMember(as("admin"), { organizationId, userId: idOf("lifted") });
    expect(await outcomeOf(getProject(as("lifted"), { projectId }))).toBe("not_found");
    expect(await db.projectMembership.count({ where: { userId: idOf("lifted") } })).toBe(0);
    expect(await db.invitation.count({ where: { revokedAt: null } })).toBe(0);
    // The override of somebody else stays.
    expect(await db.projectMembership.count({ where: { userId: idOf("lowered") } })).toBe(1);
  });

  test("follow who rules whom", async () => {
    const remove = (actor: Person, target: Person) =>
      outcomeOf(removeMember(as(actor), { organizationId, userId: idOf(target) }));
    expect(await remove("member", "viewer")).toBe("forbidden");
    expect(await remove("admin", "owner")).toBe("forbidden");
    expect(await remove("foreigner", "viewer")).toBe("not_found");
    expect(await remove("admin", "foreigner")).toBe("not_found");
    expect(await outcomeOf(leaveOrganization(as("foreigner"), { organizationId }))).toBe("not_found");
    expect(await remove("owner", "admin")).toBe("ok");
    expect(await outcomeOf(leaveOrganization(as("viewer"), { organizationId }))).toBe("ok");
    expect(await outcomeOf(leaveOrganization(as("viewer"), { organizationId }))).toBe("not_found");
  });

  test("a role that was lost while waiting for its turn is not used", async () => {
    const outcomes = await Promise.all([
      outcomeOf(changeRole(as("owner"), { organizationId, userId: idOf("admin"), role: "viewer" })),
      outcomeOf(removeMember(as("admin"), { organizationId, userId: idOf("member") })),
    ]);
    const removed = (await roleOf("member")) === null;
    expect(outcomes).toEqual(["ok", removed ? "ok" : "forbidden"]);
  });
});

describe("setProjectRole", () => {
  const set = (actor: Person, target: Person, role: Role | null) =>
    outcomeOf(setProjectRole(as(actor), { projectId, userId: idOf(target), role }));

  test("follows who rules whom, in the project", async () => {
    const expected: [Person, Person, Role | null, string][] = [
      ["member", "viewer", "member", "forbidden"],
      ["lowered", "viewer", "member", "forbidden"],
      ["foreigner", "viewer", "member", "not_found"],
      ["ghost", "viewer", "member", "not_found"],
      ["admin", "foreigner", "member", "not_found"],
      ["admin", "stranger", "member", "not_found"],
      ["admin", "owner", "viewer", "conflict"],
      ["admin", "viewer", "owner", "forbidden"],
      ["admin", "lowered", null, "forbidden"],
      ["lifted", "viewer", "admin", "ok"],
      ["lifted", "viewer", "owner", "forbidden"],
      ["admin", "viewer", "member", "ok"],
      ["admin", "viewer", null, "ok"],
      ["owner", "lowered", null, "ok"],
      ["owner", "member", "owner", "ok"],
      ["admin", "member", null, "forbidden"],
    ];
    for (const [actor, target, role, outcome] of expected) {
      expect([actor, target, role, await set(actor, target, role)]).toEqual([actor, target, role, outcome]);
    }
  });

  test("counts at the next request", async () => {
    const roleSeen = async () => (await getProject(as("member"), { projectId })).role;
    expect(await roleSeen()).toBe("member");
    await set("owner", "member", "viewer");
    expect(await roleSeen()).toBe("viewer");
    await set("owner", "member", null);
    expect(await roleSeen()).toBe("member");
  });
});

test("whoever creates an organisation owns it", async () => {
  const { id } = await createOrganization(as("stranger"), { name: "  New  " });
  const members = await listMembers(as("stranger"), { organizationId: id });
  expect(members).toMatchObject([{ userId: idOf("stranger"), role: "owner" }]);
  expect(await outcomeOf(listMembers(as("owner"), { organizationId: id }))).toBe("not_found");
});
