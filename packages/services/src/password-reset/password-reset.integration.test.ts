import { hashLinkToken } from "@plumbline/access/link-token";
import type { Db } from "@plumbline/db/client";
import type { Letter } from "@plumbline/mail/mailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../fake-clock.fixture.ts";
import { acceptInvitation, openInvitation } from "../invitation/index.ts";
import { outcomeOf } from "../outcome.fixture.ts";
import { contextOf, createTenants, freshDatabase, testLinkSecret } from "../tenancy.fixture.ts";
import { resolveSession, verifyPassword } from "../user/index.ts";
import { applyPasswordReset, createResetLink, openPasswordReset, requestPasswordReset } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let organizationId: string;
let clock: FakeClock;
let hours = 0;
let letters: { to: string; letter: Letter }[];

const password = "a fine new password";

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
  // Each test in a time of its own: attempts are counted for a quarter of an hour.
  clock.advance(hours++ * 3_600_000);
  letters = [];
});

type Person = keyof Awaited<ReturnType<typeof createTenants>>["users"];
const idOf = (person: Person) => tenants.users[person].userId;
const as = (person: Person) => ({ ...contextOf(db, tenants.users[person]), clock });

let address = 0;
const ip = () => `10.2.${address >> 8}.${address++ & 255}`;

const link = (actor: Person, target: Person) =>
  createResetLink(as(actor), { organizationId, userId: idOf(target) });
const apply = (token: string, from = ip()) =>
  outcomeOf(applyPasswordReset(as("owner"), { token, password }, from));
const open = (token: string) => openPasswordReset(as("owner"), { token }, ip());

describe("a reset link", () => {
  test("sets a password once, ends every session and every other link", async () => {
    const [first, second] = [await link("owner", "member"), await link("admin", "member")];
    expect(await open(first.token)).toEqual({ email: "member@example.com" });
    const session = { userId: idOf("member"), sessionEpoch: 0 };
    expect(await resolveSession({ db }, session)).not.toBeNull();
    expect(await apply(first.token)).toBe("ok");
    expect(await resolveSession({ db }, session)).toBeNull();
    const credentials = { email: "member@example.com", password, ip: ip() };
    expect(await verifyPassword({ db, clock }, credentials)).toMatchObject({ sessionEpoch: 1 });
    expect(await apply(first.token)).toBe("not_found");
    expect(await apply(second.token)).toBe("not_found");
    expect(await open(second.token)).toBeNull();
  });

  test("that two people use at once serves one", async () => {
    const { token } = await link("owner", "member");
    const outcomes = await Promise.all([apply(token), apply(token)]);
    expect(outcomes.sort()).toEqual(["not_found", "ok"]);
    expect((await db.user.findUniqueOrThrow({ where: { id: idOf("member") } })).sessionEpoch).toBe(1);
  });

  test("runs out after 24 hours", async () => {
    const { token, expiresAt } = await link("owner", "member");
    expect(Date.parse(expiresAt) - clock.nowMs()).toBe(24 * 3_600_000);
    clock.advance(24 * 3_600_000 - 1);
    expect(await open(token)).not.toBeNull();
    clock.advance(1);
    expect(await open(token)).toBeNull();
    expect(await apply(token)).toBe("not_found");
  });

  test("is worth nothing once its maker lost the right to it", async () => {
    const { token } = await link("admin", "member");
    await db.membership.updateMany({ where: { userId: idOf("admin") }, data: { role: "member" } });
    expect(await apply(token)).toBe("not_found");
  });

  test("with a poor password stays open", async () => {
    const { token } = await link("owner", "member");
    const poor = applyPasswordReset(as("owner"), { token, password: "short" }, ip());
    expect(await outcomeOf(poor)).toBe("invalid_request");
    expect(await apply(token)).toBe("ok");
  });
});

describe("making one", () => {
  const make = (actor: Person, target: Person) => outcomeOf(link(actor, target));

  test("follows who rules whom", async () => {
    const expected: [Person, Person, string][] = [
      ["viewer", "member", "forbidden"],
      ["member", "viewer", "forbidden"],
      ["lifted", "viewer", "forbidden"],
      ["foreigner", "viewer", "not_found"],
      ["owner", "foreigner", "not_found"],
      ["owner", "stranger", "not_found"],
      ["admin", "owner", "forbidden"],
      // One's own password asks for the old one.
      ["owner", "owner", "forbidden"],
      ["admin", "viewer", "ok"],
      ["admin", "lifted", "ok"],
      ["owner", "lowered", "ok"],
    ];
    for (const [actor, target, outcome] of expected) {
      expect([actor, target, await make(actor, target)]).toEqual([actor, target, outcome]);
    }
  });

  test("is refused where the account reaches more than the maker rules", async () => {
    const elsewhere = { organizationId: tenants.abroad.id, userId: idOf("member") };
    await db.membership.create({ data: { ...elsewhere, role: "viewer" } });
    expect(await make("owner", "member")).toBe("forbidden");
    // Ruling there as well is what it takes.
    await db.membership.create({
      data: { organizationId: tenants.abroad.id, userId: idOf("owner"), role: "admin" },
    });
    expect(await make("owner", "member")).toBe("ok");
    await db.membership.updateMany({ where: elsewhere, data: { role: "owner" } });
    expect(await make("owner", "member")).toBe("forbidden");
    // A project may make somebody stronger than the admin who would reset them.
    await db.projectMembership.updateMany({ where: { userId: idOf("lifted") }, data: { role: "owner" } });
    expect(await make("admin", "lifted")).toBe("forbidden");
    expect(await make("owner", "lifted")).toBe("ok");
  });
});

describe("a reset by mail", () => {
  const request = async (email: string, from = ip()) => {
    const mailer = {
      sendMail: async (to: string, letter: Letter) => void letters.push({ to, letter }),
      close: () => undefined,
    };
    const resetUrl = (token: string) => `https://plumbline.example.com/reset/${token}`;
    const { sent } = await requestPasswordReset({ ...as("owner"), mailer, resetUrl }, { email }, from);
    await sent;
  };

  test("goes to accounts only, and the answer does not tell", async () => {
    await request("nobody@example.com");
    expect(letters).toEqual([]);
    await request(" Member@Example.com ");
    expect(letters).toMatchObject([{ to: "member@example.com" }]);
    const token = letters[0]?.letter.link.url.split("/").at(-1) ?? "";
    expect(await apply(token)).toBe("ok");
  });

  test("is limited for each mailbox", async () => {
    for (let index = 0; index < 3; index++) await request("member@example.com");
    expect(await outcomeOf(request("member@example.com"))).toBe("rate_limited");
    expect(letters).toHaveLength(3);
    await request("viewer@example.com");
    expect(letters).toHaveLength(4);
  });
});

describe("the token", () => {
  test("is stored as a hash under its purpose, and opens nothing of another", async () => {
    const { token } = await link("owner", "member");
    const stored = await db.passwordReset.findFirstOrThrow();
    expect(stored.tokenHash).toBe(hashLinkToken(token, "password-reset", testLinkSecret));
    expect(JSON.stringify(await db.auditEntry.findMany())).not.toContain(token);
    // Even if an invitation bore the very same hash.
    await db.invitation.create({
      data: {
        organizationId,
        role: "owner",
        tokenHash: stored.tokenHash,
        createdByUserId: idOf("owner"),
        expiresAt: stored.expiresAt,
      },
    });
    const deps = { db, clock, linkSecret: testLinkSecret };
    expect(await openInvitation(deps, { token }, ip())).toBeNull();
    expect(await outcomeOf(acceptInvitation(as("stranger"), { token }, ip()))).toBe("not_found");
  });

  test("that is wrong opens nothing, and cannot be guessed at will", async () => {
    await link("owner", "member");
    for (const wrong of ["", "x".repeat(43), "x".repeat(200), "\0"]) {
      expect(await open(wrong)).toBeNull();
      expect(await apply(wrong)).toBe("not_found");
    }
    const from = ip();
    const outcomes: string[] = [];
    for (let index = 0; index < 31; index++) outcomes.push(await apply(`guess ${index}`, from));
    expect(outcomes.filter((outcome) => outcome === "rate_limited")).toHaveLength(1);
  });
});
