import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInvitation } from "../invitation/index.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { getAccount } from "../user/index.ts";
import { connectIdentity, disconnectIdentity, type ProviderProfile, signInWithProvider } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
});
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await db.user.deleteMany();
  await db.organization.deleteMany();
  tenants = await createTenants(db);
});

const as = (person: "owner" | "member" | "stranger") => contextOf(db, tenants.users[person]);

const grace: ProviderProfile = {
  provider: "oidc",
  providerAccountId: "g-1",
  email: "Grace@Example.com",
  isEmailVerified: true,
  name: "Grace",
};

const signIn = (profile: Partial<ProviderProfile> = {}, isSignUpOpen = true) =>
  signInWithProvider({ ...as("owner"), isSignUpOpen }, { ...grace, ...profile });

describe("signInWithProvider", () => {
  test("makes an account of a verified address, and knows it again by the provider's id alone", async () => {
    const first = await signIn();
    expect(first).toMatchObject({
      outcome: "signed-in",
      user: { email: "grace@example.com", name: "Grace" },
    });
    // What the provider says about the address later leads nowhere else.
    const later = await signIn({ email: "owner@example.com", name: "Other" });
    expect(later).toEqual(first);
    expect(await db.user.count({ where: { email: "grace@example.com" } })).toBe(1);
  });

  test("makes none, and connects to none, without a verified address", async () => {
    const before = await db.user.count();
    expect(await signIn({ isEmailVerified: false })).toEqual({ outcome: "unverified" });
    expect(await signIn({ email: null })).toEqual({ outcome: "unverified" });
    const unverified = { email: "member@example.com", isEmailVerified: false };
    expect(await signIn(unverified)).toEqual({ outcome: "unverified" });
    expect(await db.user.count()).toBe(before);
    expect(await db.userIdentity.count()).toBe(0);
  });

  test("connects to an account without a password, never to one with", async () => {
    const { userId } = tenants.users.member;
    await db.user.update({ where: { id: userId }, data: { passwordHash: "somebody typed one" } });
    expect(await signIn({ email: "member@example.com" })).toEqual({ outcome: "password-first" });
    expect(await db.userIdentity.count()).toBe(0);
    await db.user.update({ where: { id: userId }, data: { passwordHash: null } });
    const connected = await signIn({ email: "member@example.com" });
    expect(connected).toMatchObject({ outcome: "signed-in", user: { id: userId } });
  });

  test("tells providers apart", async () => {
    const one = await signIn();
    const other = await signIn({ provider: "github", email: "other@example.com" });
    expect(other).not.toEqual(one);
  });

  test("makes none where sign-up is closed, but for the guest of an invitation", async () => {
    expect(await signIn({}, false)).toEqual({ outcome: "sign-up-closed" });
    const input = { organizationId: tenants.home.id, role: "viewer" } as const;
    const bound = await createInvitation(as("owner"), { ...input, email: "other@example.com" });
    const invited = await createInvitation(as("owner"), { ...input, email: "grace@example.com" });
    expect(await signIn({ invitationToken: bound.token }, false)).toEqual({ outcome: "sign-up-closed" });
    expect(await signIn({ invitationToken: invited.token }, false)).toMatchObject({ outcome: "signed-in" });
    // Who has an account comes in, closed or not.
    expect(await signIn({}, false)).toMatchObject({ outcome: "signed-in" });
  });

  test("of two first times at once makes one account", async () => {
    const outcomes = await Promise.all([outcomeOf(signIn()), outcomeOf(signIn())]);
    expect(outcomes).toContain("ok");
    expect(await db.user.count({ where: { email: "grace@example.com" } })).toBe(1);
    expect(await signIn()).toMatchObject({ outcome: "signed-in" });
  });
});

describe("connecting", () => {
  const identity = { provider: "oidc", providerAccountId: "g-1" };

  test("adds a way in to one account only", async () => {
    await connectIdentity(as("member"), identity);
    await connectIdentity(as("member"), identity);
    expect(await signIn()).toMatchObject({ user: { id: tenants.users.member.userId } });
    expect(await outcomeOf(connectIdentity(as("owner"), identity))).toBe("conflict");
    expect((await getAccount(as("member"))).identities).toMatchObject([{ provider: "oidc" }]);
  });

  test("is undone by its owner, unless nothing else leads in", async () => {
    await connectIdentity(as("member"), identity);
    const [connected] = (await getAccount(as("member"))).identities;
    const identityId = connected?.id ?? "";
    expect(await outcomeOf(disconnectIdentity(as("owner"), { identityId }))).toBe("not_found");
    expect(await outcomeOf(disconnectIdentity(as("member"), { identityId }))).toBe("conflict");
    await connectIdentity(as("member"), { ...identity, provider: "github" });
    const both = (await getAccount(as("member"))).identities;
    const outcomes = await Promise.all(
      both.map(({ id }) => outcomeOf(disconnectIdentity(as("member"), { identityId: id }))),
    );
    expect(outcomes.sort()).toEqual(["conflict", "ok"]);
    expect(await db.userIdentity.count()).toBe(1);
  });
});
