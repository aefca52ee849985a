import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateApiKey, createApiKey } from "../api-key/index.ts";
import { FakeClock } from "../fake-clock.fixture.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { getProject, listProjectsForActor, transferProject } from "../project/index.ts";
import { contextOf, createTenants, freshDatabase, testPepper } from "../tenancy.fixture.ts";
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  renameOrganization,
} from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let organizationId: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
});
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await db.user.deleteMany();
  await db.organization.deleteMany();
  tenants = await createTenants(db);
  organizationId = tenants.home.id;
});

type Person = keyof Awaited<ReturnType<typeof createTenants>>["users"];
const as = (person: Person) => contextOf(db, tenants.users[person]);

test("renaming is for admins and owners", async () => {
  const rename = (person: Person, name = "Renamed") =>
    outcomeOf(renameOrganization(as(person), { organizationId, name }));
  expect(await rename("viewer")).toBe("forbidden");
  expect(await rename("member")).toBe("forbidden");
  expect(await rename("lifted")).toBe("forbidden");
  expect(await rename("foreigner")).toBe("not_found");
  expect(await rename("admin", "  ")).toBe("invalid_request");
  expect(await rename("admin")).toBe("ok");
  const [own] = await listOrganizations(as("viewer"));
  expect(own).toMatchObject({ name: "Renamed", role: "viewer", members: 6 });
  expect(own?.projects.map(({ name }) => name)).toEqual(["own", "sibling"]);
});

describe("deleteOrganization", () => {
  const remove = (person: Person, confirmation = "Home") =>
    outcomeOf(deleteOrganization(as(person), { organizationId, confirmation }));

  test("is for owners who typed its name", async () => {
    expect(await remove("admin")).toBe("forbidden");
    expect(await remove("foreigner")).toBe("not_found");
    expect(await remove("owner", "home")).toBe("invalid_request");
    expect(await outcomeOf(getOrganization(as("owner"), { organizationId }))).toBe("ok");
  });

  test("hides it and its projects from everybody, and stops their keys within 5 s", async () => {
    const { secretKey } = await createApiKey(as("owner"), {
      projectId: tenants.projects.own.id,
      name: "k",
      scopes: ["read"],
    });
    const clock = new FakeClock();
    const authenticate = () => authenticateApiKey({ db, pepper: testPepper, clock }, { secretKey });
    await authenticate();
    expect(await remove("owner")).toBe("ok");
    clock.advance(5_000);
    await expect(authenticate()).rejects.toMatchObject({ code: "key_revoked" });
    for (const person of ["owner", "viewer"] as const) {
      expect(await listOrganizations(as(person))).toEqual([]);
      expect(await listProjectsForActor(as(person))).toEqual([]);
      expect(await outcomeOf(getProject(as(person), { projectId: tenants.projects.own.id }))).toBe(
        "not_found",
      );
      expect(await outcomeOf(getOrganization(as(person), { organizationId }))).toBe("not_found");
    }
    expect(await remove("owner")).toBe("not_found");
    expect(await db.project.count({ where: { deletedAt: null } })).toBe(1);
    expect(await db.outboxEvent.count({ where: { projectId: tenants.projects.own.id } })).toBe(2);
  });

  test("stops the keys even where a project was missed", async () => {
    const { secretKey } = await createApiKey(as("owner"), {
      projectId: tenants.projects.sibling.id,
      name: "k",
      scopes: ["read"],
    });
    await db.organization.update({ where: { id: organizationId }, data: { deletedAt: new Date() } });
    const authenticate = authenticateApiKey(
      { db, pepper: testPepper, clock: new FakeClock() },
      { secretKey },
    );
    await expect(authenticate).rejects.toMatchObject({ code: "key_revoked" });
    expect(await listProjectsForActor(as("owner"))).toEqual([]);
  });
});

describe("transferProject", () => {
  test("asks for an admin on both sides", async () => {
    const projectId = tenants.projects.own.id;
    const transfer = (person: Person, to = tenants.abroad.id) =>
      outcomeOf(transferProject(as(person), { organizationId, projectId, toOrganizationId: to }));
    expect(await transfer("owner")).toBe("not_found");
    expect(await transfer("foreigner")).toBe("not_found");
    const elsewhere = { organizationId, projectId: tenants.projects.foreign.id };
    expect(
      await outcomeOf(transferProject(as("owner"), { ...elsewhere, toOrganizationId: organizationId })),
    ).toBe("invalid_request");
    expect(await transfer("admin", organizationId)).toBe("invalid_request");
    const userId = tenants.users.admin.userId;
    const join = { organizationId: tenants.abroad.id, userId };
    await db.membership.create({ data: { ...join, role: "member" } });
    expect(await transfer("admin")).toBe("forbidden");
    await db.membership.updateMany({ where: join, data: { role: "admin" } });
    // An admin of the project alone, by its override, is none of the organisation.
    await db.membership.create({
      data: { organizationId: tenants.abroad.id, userId: tenants.users.lifted.userId, role: "admin" },
    });
    expect(await transfer("lifted")).toBe("forbidden");
    expect(await transfer("admin")).toBe("ok");
    const moved = await getProject(as("foreigner"), { projectId });
    expect(moved).toMatchObject({ organization: { name: "Abroad" }, role: "owner" });
    expect(await outcomeOf(getProject(as("owner"), { projectId }))).toBe("not_found");
    expect(await db.projectMembership.count({ where: { projectId } })).toBe(0);
    const entries = await db.auditEntry.findMany({ where: { action: "project.transferred" } });
    expect(entries.map((entry) => entry.organizationId).sort()).toEqual(
      [organizationId, tenants.abroad.id].sort(),
    );
  });

  test("two in opposite directions both end", async () => {
    const other = await createOrganization(as("owner"), { name: "Other" });
    const theirs = await db.project.create({ data: { organizationId: other.id, name: "theirs" } });
    const outcomes = await Promise.all([
      outcomeOf(
        transferProject(as("owner"), {
          organizationId,
          projectId: tenants.projects.own.id,
          toOrganizationId: other.id,
        }),
      ),
      outcomeOf(
        transferProject(as("owner"), {
          organizationId: other.id,
          projectId: theirs.id,
          toOrganizationId: organizationId,
        }),
      ),
    ]);
    expect(outcomes).toEqual(["ok", "ok"]);
  });
});
