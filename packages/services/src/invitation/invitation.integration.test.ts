import { hashLinkToken } from "@plumbline/access/link-token";
import type { Role } from "@plumbline/access/roles";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../fake-clock.fixture.ts";
import { removeMember } from "../membership/index.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { applyPasswordReset } from "../password-reset/index.ts";
import { getProject } from "../project/index.ts";
import { contextOf, createTenants, freshDatabase, testLinkSecret } from "../tenancy.fixture.ts";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  openInvitation,
  revokeInvitation,
} from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let organizationId: string;
let clock: FakeClock;

beforeAll(async () => {
  ({ db } = await freshDatabase());
});
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await db.user.deleteMany();
  await db.organization.deleteMany();
  tenants = await createTenants(db);
  organizationId = tenants.home.id;
  clock = new FakeClock();
});

type Person = keyof Awaited<ReturnType<typeof createTenants>>["users"];
const as = (person: Person) => ({ ...contextOf(db, tenants.users[person]), clock });
const sevenDaysMs = 7 * 24 * 3_600_000;

let address = 0;
/** Each call from an address of its own: limits are for a test of their own. */
const ip = () => `10.0.${address >> 8}.${address++ & 255}`;

const invite = (person: Person = "owner", role: Role = "member", more: object = {}) =>
  createInvitation(as(person), { organizationId, role, ...more });
const accept = (person: Person, token: string) => outcomeOf(acceptInvitation(as(person), { token }, ip()));
const open = (token: string) => openInvitation({ db, clock, linkSecret: testLinkSecret }, { token }, ip());

describe("an invitation", () => {
  test("shows who invites to what, and makes whoever accepts a member, once", async () => {
    const projectId = tenants.projects.own.id;
    const { token } = await invite("admin", "viewer", { projectId, projectRole: "member" });
    expect(await open(token)).toEqual({
      status: "open",
      organizationName: "Home",
      role: "viewer",
      projectName: "own",
      projectRole: "member",
      invitedBy: "admin",
      email: null,
    });
    const accepted = await acceptInvitation(as("stranger"), { token }, ip());
    expect(accepted).toEqual({ organizationId, projectId });
    expect((await getProject(as("stranger"), { projectId })).role).toBe("member");
    expect((await getProject(as("stranger"), { projectId: tenants.projects.sibling.id })).role).toBe(
      "viewer",
    );
    expect((await open(token))?.status).toBe("accepted");
    expect(await accept("foreigner", token)).toBe("conflict");
    // Whoever is in already only goes on.
    expect(await accept("stranger", token)).toBe("ok");
    expect(await db.membership.count({ where: { userId: tenants.users.stranger.userId } })).toBe(1);
  });

  test("of which two people accept at once lets one in", async () => {
    for (let round = 0; round < 5; round++) {
      const { token } = await invite();
      const outcomes = await Promise.all([accept("stranger", token), accept("foreigner", token)]);
      expect(outcomes.sort()).toEqual(["conflict", "ok"]);
      const guests = { in: [tenants.users.stranger.userId, tenants.users.foreigner.userId] };
      await db.membership.deleteMany({ where: { organizationId, userId: guests } });
    }
  });

  test("with an address is for its owner alone", async () => {
    const { token, email } = await invite("owner", "member", { email: " Stranger@Example.com " });
    expect(email).toBe("stranger@example.com");
    expect(await accept("foreigner", token)).toBe("forbidden");
    expect((await open(token))?.status).toBe("open");
    expect(await accept("stranger", token)).toBe("ok");
    expect(await outcomeOf(invite("owner", "member", { email: "viewer@example.com" }))).toBe("conflict");
  });

  test("never raises or lowers somebody who is in", async () => {
    const { token } = await invite("owner", "owner");
    expect(await accept("viewer", token)).toBe("ok");
    const where = { organizationId, userId: tenants.users.viewer.userId };
    expect((await db.membership.findFirst({ where }))?.role).toBe("viewer");
    expect((await open(token))?.status).toBe("open");
  });

  test("runs out after 7 days", async () => {
    const { token } = await invite();
    clock.advance(sevenDaysMs - 1);
    expect((await open(token))?.status).toBe("open");
    clock.advance(1);
    expect((await open(token))?.status).toBe("expired");
    expect(await accept("stranger", token)).toBe("conflict");
  });

  test("can be revoked, until somebody accepted it", async () => {
    const { id: invitationId, token } = await invite();
    const revoke = (person: Person, id = invitationId) =>
      outcomeOf(revokeInvitation(as(person), { organizationId, invitationId: id }));
    expect(await revoke("member")).toBe("forbidden");
    expect(await revoke("foreigner")).toBe("not_found");
    expect(await revoke("admin", "nowhere")).toBe("not_found");
    expect(await listInvitations(as("admin"), { organizationId })).toMatchObject([
      { id: invitationId, invitedBy: "owner", role: "member" },
    ]);
    expect(await revoke("admin")).toBe("ok");
    expect(await revoke("admin")).toBe("ok");
    expect(await listInvitations(as("admin"), { organizationId })).toEqual([]);
    expect((await open(token))?.status).toBe("revoked");
    expect(await accept("stranger", token)).toBe("conflict");
    const second = await invite();
    await accept("stranger", second.token);
    expect(await revoke("admin", second.id)).toBe("conflict");
  });

  test("is worth what its sender could still give", async () => {
    const fromAdmin = await invite("admin", "admin");
    const where = { organizationId, userId: tenants.users.admin.userId };
    await db.membership.updateMany({ where, data: { role: "member" } });
    expect((await open(fromAdmin.token))?.status).toBe("revoked");
    expect(await accept("stranger", fromAdmin.token)).toBe("conflict");
    await db.membership.updateMany({ where, data: { role: "admin" } });
    expect((await open(fromAdmin.token))?.status).toBe("open");
    await removeMember(as("owner"), { organizationId, userId: tenants.users.admin.userId });
    expect((await open(fromAdmin.token))?.status).toBe("revoked");
  });

  test("is gone with its organisation", async () => {
    const { token } = await invite();
    await db.organization.update({ where: { id: organizationId }, data: { deletedAt: new Date() } });
    expect(await open(token)).toBeNull();
    expect(await accept("stranger", token)).toBe("not_found");
  });
});

describe("creating one", () => {
  test("follows who gives what", async () => {
    const make = (person: Person, role: Role, more: object = {}) => outcomeOf(invite(person, role, more));
    const projectId = tenants.projects.own.id;
    expect(await make("viewer", "viewer")).toBe("forbidden");
    expect(await make("member", "viewer")).toBe("forbidden");
    expect(await make("lifted", "viewer")).toBe("forbidden");
    expect(await make("foreigner", "viewer")).toBe("not_found");
    expect(await make("admin", "owner")).toBe("forbidden");
    expect(await make("admin", "viewer", { projectId, projectRole: "owner" })).toBe("forbidden");
    expect(await make("admin", "viewer", { projectId })).toBe("invalid_request");
    expect(await make("owner", "owner", { projectId, projectRole: "viewer" })).toBe("invalid_request");
    for (const name of ["foreign", "deleted"] as const) {
      const elsewhere = { projectId: tenants.projects[name].id, projectRole: "viewer" };
      expect(await make("owner", "viewer", elsewhere)).toBe("not_found");
    }
    expect(await make("owner", "viewer", { email: "not an address" })).toBe("invalid_request");
    expect(await make("admin", "admin")).toBe("ok");
    expect(await make("owner", "owner")).toBe("ok");
  });
});

describe("the token", () => {
  test("is stored as a hash under its purpose, and opens nothing of another", async () => {
    const { token } = await invite();
    const stored = await db.invitation.findFirstOrThrow();
    expect(stored.tokenHash).toBe(hashLinkToken(token, "invitation", testLinkSecret));
    expect(JSON.stringify(await db.auditEntry.findMany())).not.toContain(token);
    const ctx = as("stranger");
    const reset = applyPasswordReset(ctx, { token, password: "a fine new password" }, ip());
    expect(await outcomeOf(reset)).toBe("not_found");
    // Even if the hash of a reset lay beside it under the same token.
    await db.passwordReset.create({
      data: {
        userId: tenants.users.stranger.userId,
        tokenHash: stored.tokenHash,
        expiresAt: stored.expiresAt,
      },
    });
    const again = applyPasswordReset(ctx, { token, password: "a fine new password" }, ip());
    expect(await outcomeOf(again)).toBe("not_found");
  });

  test("that is wrong opens nothing", async () => {
    const { token } = await invite();
    const last = token.endsWith("A") ? "B" : "A";
    for (const wrong of ["", "x", `${token}x`, token.slice(1), token.slice(0, -1) + last, "\0".repeat(43)]) {
      expect(await open(wrong)).toBeNull();
      expect(await accept("stranger", wrong)).toBe("not_found");
    }
    expect(await openInvitation({ db, clock, linkSecret: "another" }, { token }, ip())).toBeNull();
  });

  test("cannot be guessed at will", async () => {
    const guess = (index: number) =>
      outcomeOf(acceptInvitation(as("stranger"), { token: `${index}` }, "192.0.2.1"));
    const outcomes: string[] = [];
    for (let index = 0; index < 12; index++) outcomes.push(await guess(index));
    expect(outcomes.filter((outcome) => outcome === "rate_limited")).toHaveLength(2);
  });
});
