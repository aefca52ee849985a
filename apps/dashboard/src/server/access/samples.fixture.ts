import { randomUUID } from "node:crypto";
import { signId } from "@plumbline/access/signed-id";
import { sessionSecret, spanId, type Target, traceId, type World } from "./world.fixture.ts";

/**
 * A valid input for every procedure, made afresh for each call so that calls do not see each other. A
 * procedure that is not in here fails the matrix.
 */
export type Sample = (world: World, target: Target) => Promise<object> | object;

const inProject = (rest: object = {}): Sample => {
  return ({ projectIds }, target) => ({ projectId: projectIds[target], ...rest });
};

const inOrganization = (rest: object = {}): Sample => {
  return ({ organizationIds }, target) => ({
    organizationId: organizationIds[target === "sibling" ? "own" : target],
    ...rest,
  });
};

/** Creates a row in the project asked for, or in "own" when that one does not exist. */
const projectWith = ({ projectIds }: World, target: Target) =>
  target === "missing" ? projectIds.own : projectIds[target];

const withComment =
  (rest: object): Sample =>
  async (world, target) => {
    // Whoever asks may be another than its author, which is refused as well: so the author asks.
    const { id } = await world.db.comment.create({
      data: {
        projectId: projectWith(world, target),
        traceId,
        authorUserId: world.caller?.id ?? "",
        body: "Why so slow?",
      },
    });
    return { projectId: world.projectIds[target], commentId: id, ...rest };
  };

const withView =
  (rest: object): Sample =>
  async (world, target) => {
    const { id } = await world.db.savedView.create({
      data: {
        projectId: projectWith(world, target),
        surface: "traces",
        name: randomUUID(),
        params: { q: "level:ERROR" },
        createdByUserId: "",
      },
    });
    return { projectId: world.projectIds[target], savedViewId: id, ...rest };
  };

/** A key in the project asked for. */
const withKey =
  (rest: object): Sample =>
  async (world, target) => {
    const { id } = await world.db.apiKey.create({
      data: {
        projectId: projectWith(world, target),
        name: "key",
        publicKey: randomUUID(),
        secretHash: randomUUID(),
        displaySecret: "",
      },
    });
    return { projectId: world.projectIds[target], keyId: id, ...rest };
  };

const organizationOf = ({ organizationIds }: World, target: Target) =>
  organizationIds[target === "sibling" ? "own" : target];

/** Somebody new in the organisation asked for, or in "own" when that one does not exist. */
async function newMember(world: World, organizationId: string): Promise<string> {
  const { db, organizationIds } = world;
  const { id } = await db.user.create({ data: { name: "new", email: `${randomUUID()}@example.com` } });
  const known = organizationId === organizationIds.missing ? organizationIds.own : organizationId;
  await db.membership.create({ data: { organizationId: known, userId: id, role: "viewer" } });
  return id;
}

const withMember =
  (rest: object): Sample =>
  async (world, target) => {
    const organizationId = organizationOf(world, target);
    return { organizationId, userId: await newMember(world, organizationId), ...rest };
  };

/** A link to the trace of the project "own", whoever opens it. */
const withShare =
  (rest: object = {}): Sample =>
  async ({ db, projectIds }) => {
    const { id } = await db.traceShare.create({
      data: { projectId: projectIds.own, traceId, createdByUserId: "" },
    });
    return { token: signId(id, "trace-share", sessionSecret), ...rest };
  };

/**
 * What a call answers with that was let in and then stopped for another reason: a confirmation that is
 * wrong, so that the projects of the test stay, or an API that does not run here.
 */
export const letIn: Record<string, string> = {
  "account.changePassword": "BAD_REQUEST",
  "account.requestReset": "SERVICE_UNAVAILABLE",
  "account.resetPassword": "NOT_FOUND",
  "invitation.accept": "NOT_FOUND",
  "organization.delete": "BAD_REQUEST",
  "ingestionHealth.journal": "SERVICE_UNAVAILABLE",
  "onboarding.sendSample": "SERVICE_UNAVAILABLE",
  "project.delete": "BAD_REQUEST",
  "rejectedEvent.replay": "BAD_REQUEST",
};

export const samples: Record<string, Sample> = {
  "account.changePassword": () => ({ oldPassword: "not theirs", newPassword: "a new fine password" }),
  "account.disconnect": async ({ db, caller }) => {
    const userId = caller?.id;
    if (userId === undefined) return { identityId: "any" };
    const create = () =>
      db.userIdentity.create({ data: { userId, provider: "oidc", providerAccountId: randomUUID() } });
    await create();
    return { identityId: (await create()).id };
  },
  "account.endSessions": () => ({}),
  "account.get": () => ({}),
  "account.rename": () => ({ name: "Renamed" }),
  "account.requestReset": () => ({ email: "nobody@example.com" }),
  "account.resetPassword": () => ({ token: "x".repeat(43), password: "a new fine password" }),
  "account.signUp": () => ({
    name: "New",
    email: `${randomUUID()}@example.com`,
    password: "a new fine password",
  }),
  "ingestionHealth.get": inProject({ range: "24h", zone: "UTC" }),
  "ingestionHealth.journal": inProject(),
  "invitation.accept": () => ({ token: "x".repeat(43) }),
  "invitation.create": inOrganization({ role: "viewer" }),
  "invitation.list": inOrganization(),
  "invitation.revoke": async (world, target) => {
    const organizationId = organizationOf(world, target);
    const { id } = await world.db.invitation.create({
      data: {
        organizationId: target === "missing" ? world.organizationIds.own : organizationId,
        role: "viewer",
        tokenHash: randomUUID(),
        createdByUserId: "",
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    return { organizationId, invitationId: id };
  },
  "membership.changeRole": withMember({ role: "member" }),
  "membership.createResetLink": withMember({}),
  "membership.leave": inOrganization(),
  "membership.list": inOrganization(),
  "membership.remove": withMember({}),
  "membership.setProjectRole": async (world, target) => {
    const organizationId = target === "foreign" ? world.organizationIds.foreign : world.organizationIds.own;
    const userId = await newMember(world, organizationId);
    return { projectId: world.projectIds[target], userId, role: "viewer" };
  },
  "organization.delete": inOrganization({ confirmation: "not its name" }),
  "organization.get": inOrganization(),
  "organization.list": () => ({}),
  "organization.rename": inOrganization({ name: "Renamed" }),
  "organization.transferProject": async (world, target) => {
    const organizationId = organizationOf(world, target);
    const known = target === "missing" ? world.organizationIds.own : organizationId;
    const { id: projectId } = await world.db.project.create({
      data: { organizationId: known, name: "moving" },
    });
    const { id: toOrganizationId } = await world.db.organization.create({ data: { name: "elsewhere" } });
    if (world.caller) {
      await world.db.membership.create({
        data: { organizationId: toOrganizationId, userId: world.caller.id, role: "owner" },
      });
    }
    return { organizationId, projectId, toOrganizationId };
  },
  "apiKey.create": inProject({ name: "key", scopes: ["read"], expiresAt: null }),
  "apiKey.createPublic": inProject({ name: "key", allowedOrigins: [], expiresAt: null }),
  "apiKey.list": inProject(),
  "apiKey.rename": withKey({ name: "renamed" }),
  "apiKey.revoke": withKey({}),
  "apiKey.rotate": withKey({ overlapSeconds: 0 }),
  "audit.choicesOfOrganization": inOrganization(),
  "audit.choicesOfProject": inProject(),
  "audit.listOfOrganization": inOrganization(),
  "audit.listOfProject": inProject(),
  "bookmark.get": inProject({ traceId }),
  "bookmark.listOfTraces": inProject({ traceIds: [traceId] }),
  "bookmark.set": inProject({ traceId, bookmarked: true }),
  "comment.add": inProject({ traceId, spanId: null, body: "Why so slow?" }),
  "comment.edit": withComment({ body: "Ah, that is why." }),
  "comment.listOfTrace": inProject({ traceId }),
  "comment.remove": withComment({}),
  "customPrice.create": inProject({ modelPattern: "own-model", provider: null, prices: { input: "1.5" } }),
  "customPrice.list": inProject(),
  "customPrice.models": inProject(),
  "customPrice.remove": async ({ db, projectIds }, target) => {
    const projectId = projectIds[target];
    const exists = target !== "missing";
    const { id } = await db.customPrice.create({
      data: {
        projectId: exists ? projectId : projectIds.own,
        modelPattern: "doomed",
        prices: { input: "1" },
        validFrom: new Date(),
        createdByUserId: "",
      },
    });
    return { projectId, customPriceId: id };
  },
  "endUser.get": inProject({ range: "24h", userId: "u" }),
  "endUser.list": inProject({ range: "24h" }),
  "home.costByModel": inProject({ range: "24h", zone: "UTC" }),
  "home.errorsByClass": inProject({ range: "24h", zone: "UTC", unit: "calls" }),
  "home.options": inProject({ range: "24h" }),
  "home.timings": inProject({ range: "24h", zone: "UTC", unit: "calls" }),
  "home.usage": inProject({ range: "24h", zone: "UTC" }),
  "metric.attributes": inProject({ range: "24h", name: "m" }),
  "metric.chart": inProject({ range: "24h", name: "m", zone: "UTC" }),
  "metric.list": inProject({ range: "24h" }),
  "observation.get": inProject({ traceId, spanId }),
  "observation.sent": inProject({ traceId, spanId }),
  "onboarding.sendSample": inProject({ publicKey: "pk", secretKey: "sk" }),
  "organization.create": () => ({ name: "Another" }),
  "priceRecompute.cancel": async ({ db, projectIds }, target) => {
    const projectId = projectIds[target === "missing" ? "own" : target];
    const times = { fromTime: new Date(0), toTime: new Date() };
    const data = { projectId, status: "completed", ...times, requestedByUserId: "" };
    return { projectId: projectIds[target], recomputeId: (await db.priceRecompute.create({ data })).id };
  },
  "priceRecompute.latest": inProject(),
  "priceRecompute.request": async ({ db, projectIds }, target) => {
    await db.priceRecompute.deleteMany();
    return { projectId: projectIds[target], fromMs: 0, toMs: 1 };
  },
  "project.create": inOrganization({ name: "Another" }),
  "project.delete": inProject({ confirmation: "not its name" }),
  "project.get": inProject(),
  "project.list": () => ({}),
  "project.listDeleted": inOrganization(),
  "project.rename": ({ projectIds }, target) => ({ projectId: projectIds[target], name: target }),
  "project.restore": async ({ db, organizationIds }, target) => {
    const organizationId = organizationIds[target === "sibling" ? "own" : target];
    const { id: projectId } = await db.project.create({
      data: {
        organizationId: target === "missing" ? organizationIds.own : organizationId,
        name: "lost",
        deletedAt: new Date(),
      },
    });
    return { organizationId, projectId };
  },
  "project.setRetention": inProject({ retentionDays: null }),
  "rejectedEvent.list": inProject(),
  "rejectedEvent.groups": inProject(),
  "rejectedEvent.replays": inProject(),
  "rejectedEvent.replay": inProject({ of: { filter: {} } }),
  "ingestStatus.get": inProject(),
  "score.listOfTrace": inProject({ traceId }),
  "savedView.create": ({ projectIds }, target) => ({
    projectId: projectIds[target],
    surface: "traces",
    name: randomUUID(),
    params: { q: "level:ERROR" },
  }),
  "savedView.list": inProject({ surface: "traces" }),
  "savedView.remove": withView({}),
  "savedView.update": withView({ params: {} }),
  "session.conversation": inProject({ range: "24h", sessionId: "s" }),
  "session.get": inProject({ range: "24h", sessionId: "s" }),
  "session.list": inProject({ range: "24h" }),
  "share.get": withShare(),
  "share.observation": withShare({ spanId }),
  "share.searchSpans": withShare({ words: ["root"] }),
  "share.spanText": withShare({ spanId }),
  "target.delete": inProject({ metric: "ttft_ms" }),
  "target.list": inProject(),
  "target.reset": inProject(),
  "target.set": inProject({ metric: "ttft_ms", lower: null, upper: "1" }),
  "trace.count": inProject({ range: "24h" }),
  "trace.facet": inProject({ range: "24h", field: "model" }),
  "trace.histogram": inProject({ range: "24h" }),
  "traceDeletion.cancel": async (world, target) => {
    const { id } = await world.db.traceDeletion.create({
      data: {
        projectId: projectWith(world, target),
        traceIds: ["doomed"],
        requestedByUserId: "",
        dueAt: new Date(Date.now() + 60_000),
      },
    });
    return { projectId: world.projectIds[target], deletionId: id };
  },
  "traceDeletion.pending": inProject(),
  "traceDeletion.request": inProject({ traceIds: ["doomed"] }),
  "traceShare.create": inProject({ traceId, expiresInDays: 7 }),
  "traceShare.get": inProject({ traceId }),
  "traceShare.revoke": inProject({ traceId }),
  "trace.list": inProject({ range: "24h" }),
  "trace.newest": inProject(),
  "trace.tail": inProject({ range: "1h" }),
  "trace.get": inProject({ traceId }),
  "trace.searchSpans": inProject({ traceId, words: ["root"] }),
  "trace.spanText": inProject({ traceId, spanId }),
};
