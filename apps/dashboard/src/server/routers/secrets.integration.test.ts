import { randomUUID } from "node:crypto";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { createDb, type Db } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { hashPassword } from "@plumbline/services/user";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import type { Access } from "../trpc.ts";
import { appRouter } from "./app-router.ts";

/** As the global setup of the suite provides them, which the dashboard's type check does not see. */
declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    clickhouseUrl: string;
  }
}

const key = Symbol.for("plumbline.dashboard.deps");
const holder: typeof globalThis & { [key]?: Deps } = globalThis;
const email = "grace@example.com";
const password = "a password of mine";

let db: Db;
let userId: string;

beforeAll(async () => {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/dashboard_${randomUUID().slice(0, 8)}`;
  await migrateDatabase({ url: url.href });
  const clickhouseUrl = inject("clickhouseUrl");
  process.env.DATABASE_URL = url.href;
  process.env.CLICKHOUSE_URL = clickhouseUrl;
  process.env.NEXTAUTH_SECRET = "secret of the tests";
  process.env.NEXTAUTH_URL = "https://plumbline.example.com";
  process.env.PLUMBLINE_KEY_PEPPER = "pepper of the tests";
  db = createDb({ url: url.href });
  const metrics = createMetrics({ process: "test" });
  holder[key] = {
    db,
    clickhouse: createClickHouse({ url: clickhouseUrl }),
    mailer: { sendMail: async () => undefined, close: () => undefined },
    logger: createLogger({ name: "test", level: "silent" }),
    metrics,
    traceHub: { watch: () => ({ next: async () => undefined, leave: () => undefined }), size: () => 0 },
    procedureSeconds: metrics.histogram({
      name: "procedure_seconds",
      help: "Of the test.",
      labelNames: ["procedure", "code"],
      buckets: [1],
    }),
  };
  const user = { name: "Grace", email, passwordHash: await hashPassword(password) };
  ({ id: userId } = await db.user.create({ data: user }));
});
afterAll(async () => {
  await db.$disconnect();
  await holder[key]?.clickhouse.close();
});

const callAs = (id: string) =>
  appRouter.createCaller({
    requestId: randomUUID(),
    getAddress: async () => "192.0.2.1",
    isStillSignedIn: async () => true,
    user: { id, email: "", name: "" },
  });

const rooms = ["account", "organization", "membership", "invitation"] as const;

test("no procedure about accounts answers with a hash, a token's or a password's", async () => {
  const caller = callAs(userId);
  const answers = new Map<string, unknown>();
  const ask = async <Answer>(path: string, answer: Promise<Answer>): Promise<Answer> => {
    const value = await answer;
    answers.set(path, value);
    return value;
  };

  const { id: organizationId } = await ask(
    "organization.create",
    caller.organization.create({ name: "Navy" }),
  );
  await ask("organization.rename", caller.organization.rename({ organizationId, name: "Navy 2" }));
  await ask("organization.get", caller.organization.get({ organizationId }));
  await ask("organization.list", caller.organization.list());
  const guestInput = { name: "Ada", email: "ada@example.com", password };
  await ask("account.signUp", caller.account.signUp(guestInput));
  const guest = await db.user.findUniqueOrThrow({ where: { email: guestInput.email } });
  const toRevoke = await ask(
    "invitation.create",
    caller.invitation.create({ organizationId, role: "viewer" }),
  );
  await ask("invitation.revoke", caller.invitation.revoke({ organizationId, invitationId: toRevoke.id }));
  const { url } = await caller.invitation.create({ organizationId, role: "viewer", email: guest.email });
  await ask("invitation.list", caller.invitation.list({ organizationId }));
  const token = url.split("/").at(-1) ?? "";
  await ask("invitation.accept", callAs(guest.id).invitation.accept({ token }));
  await ask("membership.list", caller.membership.list({ organizationId }));
  const member = { organizationId, userId: guest.id };
  await ask("membership.changeRole", caller.membership.changeRole({ ...member, role: "member" }));
  const project = await db.project.create({ data: { organizationId, name: "p" } });
  const override = { projectId: project.id, userId: guest.id, role: "admin" } as const;
  await ask("membership.setProjectRole", caller.membership.setProjectRole(override));
  const reset = await ask("membership.createResetLink", caller.membership.createResetLink(member));
  const resetToken = reset.url.split("/").at(-1) ?? "";
  await ask(
    "account.resetPassword",
    caller.account.resetPassword({ token: resetToken, password: "another password" }),
  );
  await ask("account.requestReset", caller.account.requestReset({ email: "nobody@example.com" }));
  await ask("account.get", caller.account.get());
  await ask("account.rename", caller.account.rename({ name: "Grace Hopper" }));
  const passwords = { oldPassword: password, newPassword: "a newer password" };
  await ask("account.changePassword", caller.account.changePassword(passwords));
  await ask("account.endSessions", caller.account.endSessions());
  const identity = { userId, provider: "oidc", providerAccountId: "g" };
  const { id: identityId } = await db.userIdentity.create({ data: identity });
  await ask("account.disconnect", caller.account.disconnect({ identityId }));
  await ask("membership.remove", caller.membership.remove(member));
  const third = await caller.organization.create({ name: "Third" });
  const move = { organizationId, projectId: project.id, toOrganizationId: third.id };
  await ask("organization.transferProject", caller.organization.transferProject(move));
  const second = await caller.organization.create({ name: "Second" });
  const heir = { organizationId: second.id, userId: guest.id, role: "owner" } as const;
  await db.membership.create({ data: heir });
  await ask("membership.leave", caller.membership.leave({ organizationId: second.id }));
  await ask("organization.delete", caller.organization.delete({ organizationId, confirmation: "Navy 2" }));

  // Every one was asked: a new procedure has to be added here.
  const procedures = Object.keys(appRouter._def.procedures);
  const ours = procedures.filter((path) => rooms.some((room) => path.startsWith(`${room}.`)));
  expect([...answers.keys()].sort()).toEqual(ours.sort());

  const [users, invitations, resets] = [
    await db.user.findMany(),
    await db.invitation.findMany(),
    await db.passwordReset.findMany(),
  ];
  const secrets = [
    ...users.map((user) => user.passwordHash ?? ""),
    ...[...invitations, ...resets].map(({ tokenHash }) => tokenHash),
    "passwordHash",
    "tokenHash",
    "$argon2",
  ].filter((secret) => secret !== "");
  expect(secrets.length).toBeGreaterThan(7);
  const said = JSON.stringify([...answers]);
  for (const secret of secrets) expect(said).not.toContain(secret);
  const trail = JSON.stringify(await db.auditEntry.findMany());
  for (const secret of [...secrets, token, resetToken]) expect(trail).not.toContain(secret);
});

test("only what has to be is open to people who are signed out", () => {
  const flat = z.record(z.string(), z.custom<{ _def: { meta?: Access } }>()).parse(appRouter._def.procedures);
  const open = Object.entries(flat).filter(([, { _def }]) => _def.meta?.of === "anybody");
  expect(open.map(([path]) => path).filter((path) => rooms.some((room) => path.startsWith(room)))).toEqual([
    "account.signUp",
    "account.requestReset",
    "account.resetPassword",
  ]);
});
