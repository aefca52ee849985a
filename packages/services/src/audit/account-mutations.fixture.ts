import { randomUUID } from "node:crypto";
import type { Db } from "@plumbline/db/client";
import { acceptInvitation, createInvitation, revokeInvitation } from "../invitation/index.ts";
import { changeRole, leaveOrganization, removeMember, setProjectRole } from "../membership/index.ts";
import { createOrganization, deleteOrganization, renameOrganization } from "../organization/index.ts";
import { applyPasswordReset, createResetLink } from "../password-reset/index.ts";
import { transferProject } from "../project/index.ts";
import { contextOf, type createTenants } from "../tenancy.fixture.ts";
import { changePassword, endSessions, hashPassword, renameUser, signUp } from "../user/index.ts";
import { connectIdentity, disconnectIdentity, signInWithProvider } from "../user-identity/index.ts";

interface Given {
  db: Db;
  tenants: Awaited<ReturnType<typeof createTenants>>;
}

/** All that verbs about accounts change, to be compared before and after. */
export async function accountRows(db: Db) {
  return Promise.all([
    db.organization.findMany({ orderBy: { id: "asc" } }),
    db.project.findMany({ orderBy: { id: "asc" } }),
    db.membership.findMany({ orderBy: { id: "asc" } }),
    db.projectMembership.findMany({ orderBy: { id: "asc" } }),
    db.userIdentity.findMany({ orderBy: { id: "asc" } }),
    db.invitation.count(),
    db.invitation.count({ where: { revokedAt: null } }),
    db.invitation.count({ where: { acceptedAt: null } }),
    db.passwordReset.count(),
    db.passwordReset.count({ where: { usedAt: null } }),
  ]);
}

const password = "a password of mine";
/** A network address and a mailbox of its own for each call, so that no limit is in the way. */
const fresh = () => `${randomUUID()}@example.com`;

/** Somebody new in the home organisation, with a password. */
async function makeMember({ db, tenants }: Given) {
  const data = { name: "n", email: fresh(), passwordHash: await hashPassword(password) };
  const { id: userId } = await db.user.create({ data });
  await db.membership.create({ data: { organizationId: tenants.home.id, userId, role: "member" } });
  return { userId, ctx: contextOf(db, { type: "user", userId }) };
}

/** Rows that a mutation needs are made before the verb is called, and only once for all of its calls. */
function prepared<Row>(make: () => Promise<Row>, run: (row: Row) => Promise<unknown>) {
  let row: Promise<Row> | undefined;
  return {
    prepare: () => {
      row ??= make();
      return row;
    },
    run: async () => run(await (row ??= make())),
  };
}

type Mutations = Record<string, { prepare(): Promise<unknown>; run(): Promise<unknown> }>;

/** Each with what it needs, by the address of its verb. */
export function accountMutations(given: () => Given): Mutations {
  return {
    ...organizationMutations(given),
    ...membershipMutations(given),
    ...personMutations(given),
    ...passwordMutations(given),
  };
}

const ownerOf = (given: () => Given) => () => contextOf(given().db, given().tenants.users.owner);

function organizationMutations(given: () => Given): Mutations {
  const owner = ownerOf(given);
  const home = () => given().tenants.home.id;
  const organization = () => createOrganization(owner(), { name: "Another" });
  return {
    "organization/create": prepared(async () => null, organization),
    "organization/rename": prepared(organization, ({ id }) =>
      renameOrganization(owner(), { organizationId: id, name: "Renamed" }),
    ),
    "organization/delete": prepared(organization, ({ id, name }) =>
      deleteOrganization(owner(), { organizationId: id, confirmation: name }),
    ),
    "project/transfer": prepared(
      async () => {
        const { id: toOrganizationId } = await organization();
        const data = { organizationId: home(), name: "moving" };
        return {
          organizationId: home(),
          toOrganizationId,
          projectId: (await given().db.project.create({ data })).id,
        };
      },
      (input) => transferProject(owner(), input),
    ),
  };
}

function membershipMutations(given: () => Given): Mutations {
  const owner = ownerOf(given);
  const home = () => given().tenants.home.id;
  const member = () => makeMember(given());
  const invitation = () => createInvitation(owner(), { organizationId: home(), role: "viewer" });
  return {
    "membership/change-role": prepared(member, ({ userId }) =>
      changeRole(owner(), { organizationId: home(), userId, role: "viewer" }),
    ),
    "membership/remove": prepared(member, ({ userId }) =>
      removeMember(owner(), { organizationId: home(), userId }),
    ),
    "membership/leave": prepared(member, ({ ctx }) => leaveOrganization(ctx, { organizationId: home() })),
    "membership/set-project-role": prepared(member, ({ userId }) =>
      setProjectRole(owner(), { projectId: given().tenants.projects.own.id, userId, role: "admin" }),
    ),
    "invitation/create": prepared(async () => null, invitation),
    "invitation/revoke": prepared(invitation, ({ id }) =>
      revokeInvitation(owner(), { organizationId: home(), invitationId: id }),
    ),
    "invitation/accept": prepared(
      async () => {
        const { id: userId } = await given().db.user.create({ data: { name: "n", email: fresh() } });
        return { userId, token: (await invitation()).token };
      },
      ({ userId, token }) =>
        acceptInvitation(contextOf(given().db, { type: "user", userId }), { token }, fresh()),
    ),
  };
}

function personMutations(given: () => Given): Mutations {
  const owner = ownerOf(given);
  const member = () => makeMember(given());
  return {
    "user/sign-up": prepared(
      async () => null,
      () => signUp({ ...owner(), isSignUpOpen: true }, { name: "n", email: fresh(), password }, fresh()),
    ),
    "user/rename": prepared(member, ({ ctx }) => renameUser(ctx, { name: "Renamed" })),
    "user/end-sessions": prepared(member, ({ ctx }) => endSessions(ctx)),
    "user-identity/sign-in-with-provider": prepared(
      async () => fresh(),
      (email) => {
        const profile = {
          provider: "oidc",
          providerAccountId: email,
          email,
          isEmailVerified: true,
          name: "",
        };
        return signInWithProvider({ ...owner(), isSignUpOpen: true }, profile);
      },
    ),
    "user-identity/connect": prepared(member, ({ ctx, userId }) =>
      connectIdentity(ctx, { provider: "oidc", providerAccountId: userId }),
    ),
    "user-identity/disconnect": prepared(
      async () => {
        const { ctx, userId } = await member();
        const data = { userId, provider: "github", providerAccountId: userId };
        return { ctx, identityId: (await given().db.userIdentity.create({ data })).id };
      },
      ({ ctx, identityId }) => disconnectIdentity(ctx, { identityId }),
    ),
  };
}

function passwordMutations(given: () => Given): Mutations {
  const owner = ownerOf(given);
  const member = () => makeMember(given());
  const link = (userId: string) =>
    createResetLink(owner(), { organizationId: given().tenants.home.id, userId });
  return {
    "user/change-password": prepared(member, ({ ctx }) =>
      changePassword(ctx, { oldPassword: password, newPassword: "a newer password" }, fresh()),
    ),
    "password-reset/create-link": prepared(member, ({ userId }) => link(userId)),
    "password-reset/apply": prepared(
      async () => link((await member()).userId),
      ({ token }) => applyPasswordReset(owner(), { token, password: "a newer password" }, fresh()),
    ),
  };
}
