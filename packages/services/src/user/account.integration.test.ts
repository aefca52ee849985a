import { verify } from "@node-rs/argon2";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../fake-clock.fixture.ts";
import { createInvitation } from "../invitation/index.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import {
  changePassword,
  endSessions,
  getAccount,
  hashPassword,
  renameUser,
  resolveSession,
  signUp,
  verifyPassword,
} from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let clock: FakeClock;
let hours = 0;
let oldHash: string;

const oldPassword = "the old password";
const newPassword = "the new password";

beforeAll(async () => {
  ({ db } = await freshDatabase());
  oldHash = await hashPassword(oldPassword);
});
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await db.user.deleteMany();
  await db.organization.deleteMany();
  tenants = await createTenants(db);
  clock = new FakeClock();
  // Each test in a time of its own: attempts are counted for a quarter of an hour.
  clock.advance(hours++ * 3_600_000);
  await db.user.update({
    where: { id: tenants.users.member.userId },
    data: { passwordHash: oldHash },
  });
});

let address = 0;
const ip = () => `10.1.${address >> 8}.${address++ & 255}`;
const as = (person: "owner" | "member" | "stranger") => ({
  ...contextOf(db, tenants.users[person]),
  clock,
});
const signUpDeps = (isSignUpOpen = true) => ({ ...as("owner"), isSignUpOpen });

describe("signUp", () => {
  const guest = { name: "Grace", email: " Grace@Example.com", password: "a password of mine" };
  const make = (input: object = {}, isOpen = true, from = ip()) =>
    outcomeOf(signUp(signUpDeps(isOpen), { ...guest, ...input }, from));

  test("makes an account that can sign in and belongs to nothing", async () => {
    expect(await make()).toBe("ok");
    const user = await verifyPassword({ db, clock }, { ...guest, ip: ip() });
    expect(user).toMatchObject({ email: "grace@example.com", name: "Grace" });
    expect(await db.membership.count({ where: { userId: user.id } })).toBe(0);
    const entry = await db.auditEntry.findFirstOrThrow({ where: { entityId: user.id } });
    expect(entry).toMatchObject({ organizationId: "none", action: "user.created", actorType: "system" });
  });

  test("answers alike for an address that is taken, and changes nothing of it", async () => {
    expect(await make({ email: "member@example.com" })).toBe("ok");
    const stored = await db.user.findUniqueOrThrow({ where: { email: "member@example.com" } });
    expect(stored).toMatchObject({ name: "member", passwordHash: oldHash });
    const twice = await Promise.all([make({ email: "t@example.com" }), make({ email: "t@example.com" })]);
    expect(twice).toEqual(["ok", "ok"]);
    expect(await db.user.count({ where: { email: "t@example.com" } })).toBe(1);
  });

  test.each([
    [{ password: "too short" }],
    [{ password: "password1234" }],
    [{ password: "grace@example.com" }],
    [{ email: "grace" }],
    [{ email: "a@b.example\0" }],
    [{ name: " " }],
    [{ name: "A\nB" }],
    [{ role: "owner" }],
    [{ sessionEpoch: 7 }],
  ])("refuses %j", async (input) => {
    expect(await make(input)).toBe("invalid_request");
  });

  test("stays closed where it is closed, but for the guest of an invitation", async () => {
    expect(await make({}, false)).toBe("forbidden");
    expect(await make({ invitationToken: "x".repeat(43) }, false)).toBe("forbidden");
    const organizationId = tenants.home.id;
    const open = await createInvitation(as("owner"), { organizationId, role: "viewer" });
    const bound = await createInvitation(as("owner"), {
      organizationId,
      role: "viewer",
      email: "grace@example.com",
    });
    const other = { email: "other@example.com", invitationToken: bound.token };
    expect(await make(other, false)).toBe("forbidden");
    expect(await make({ invitationToken: bound.token }, false)).toBe("ok");
    expect(await make({ email: "x@example.com", invitationToken: open.token }, false)).toBe("ok");
    await db.invitation.updateMany({ data: { revokedAt: new Date() } });
    expect(await make({ email: "y@example.com", invitationToken: open.token }, false)).toBe("forbidden");
  });

  test("is limited by address of the network and of the mailbox", async () => {
    const outcomes: string[] = [];
    for (let index = 0; index < 6; index++) outcomes.push(await make({ password: "short" }));
    expect(outcomes.filter((outcome) => outcome === "rate_limited")).toHaveLength(1);
    const from = ip();
    const many = await Promise.all(
      Array.from({ length: 31 }, (_, index) =>
        make({ email: `n${index}@example.com`, password: "short" }, true, from),
      ),
    );
    expect(many.filter((outcome) => outcome === "rate_limited")).toHaveLength(1);
    clock.advance(900_000);
    expect(await make({ email: "n@example.com" }, true, from)).toBe("ok");
  });
});

describe("sessions", () => {
  const session = async () => {
    const { id, sessionEpoch } = await db.user.findUniqueOrThrow({
      where: { email: "member@example.com" },
    });
    return { userId: id, sessionEpoch };
  };

  test("end everywhere at once, and nobody else's do", async () => {
    const before = await session();
    const others = { userId: tenants.users.owner.userId, sessionEpoch: 0 };
    expect(await resolveSession({ db }, before)).toMatchObject({ email: "member@example.com" });
    await endSessions(as("member"));
    expect(await resolveSession({ db }, before)).toBeNull();
    expect(await resolveSession({ db }, await session())).not.toBeNull();
    expect(await resolveSession({ db }, others)).not.toBeNull();
  });

  test("of accounts that are gone, or of ids that never were, speak for nobody", async () => {
    const before = await session();
    await db.user.delete({ where: { id: before.userId } });
    expect(await resolveSession({ db }, before)).toBeNull();
    expect(await resolveSession({ db }, { userId: "nul\0", sessionEpoch: 0 })).toBeNull();
  });
});

describe("changePassword", () => {
  const change = (input: object = {}) =>
    outcomeOf(changePassword(as("member"), { oldPassword, newPassword, ...input }, ip()));

  test("needs the old one, and ends every session and reset link", async () => {
    const { userId } = tenants.users.member;
    const reset = { userId, tokenHash: "h", expiresAt: new Date(clock.nowMs() + 1000) };
    await db.passwordReset.create({ data: reset });
    expect(await change({ oldPassword: "wrong" })).toBe("invalid_request");
    expect(await change({ oldPassword: oldHash })).toBe("invalid_request");
    expect(await change({ newPassword: "short" })).toBe("invalid_request");
    expect(await resolveSession({ db }, { userId, sessionEpoch: 0 })).not.toBeNull();
    expect(await change()).toBe("ok");
    expect(await resolveSession({ db }, { userId, sessionEpoch: 0 })).toBeNull();
    const stored = await db.user.findUniqueOrThrow({ where: { id: userId } });
    expect(await verify(stored.passwordHash ?? "", newPassword)).toBe(true);
    expect(stored.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await db.passwordReset.count({ where: { usedAt: null } })).toBe(0);
  });

  test("of two at once takes one", async () => {
    const outcomes = await Promise.all([change(), change({ newPassword: "yet another password" })]);
    expect(outcomes.sort()).toEqual(["conflict", "ok"]);
  });

  test("is refused to accounts without a password, and to guessers after ten tries", async () => {
    const none = changePassword(as("stranger"), { oldPassword: "", newPassword }, ip());
    expect(await outcomeOf(none)).toBe("invalid_request");
    const outcomes: string[] = [];
    for (let index = 0; index < 11; index++) outcomes.push(await change({ oldPassword: "guess" }));
    expect(outcomes.at(-1)).toBe("rate_limited");
    expect(await change()).toBe("rate_limited");
  });
});

test("people see and name themselves", async () => {
  await renameUser(as("member"), { name: "  Ada  " });
  expect(await getAccount(as("member"))).toEqual({
    email: "member@example.com",
    name: "Ada",
    hasPassword: true,
    identities: [],
  });
  expect((await getAccount(as("stranger"))).hasPassword).toBe(false);
  const entry = await db.auditEntry.findFirstOrThrow({ where: { action: "user.renamed" } });
  expect(entry).toMatchObject({ organizationId: tenants.home.id, after: { name: "Ada" } });
});
