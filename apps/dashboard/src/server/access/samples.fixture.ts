import { randomUUID } from "node:crypto";
import {
  gatewayDocument,
  inOrganization,
  inProject,
  newMember,
  organizationOf,
  projectWith,
  type Sample,
  withComment,
  withGateway,
  withKey,
  withMember,
  withReviewItem,
  withShare,
  withView,
} from "./sample.fixture.ts";
import { spanId, traceId } from "./world.fixture.ts";

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
  "gateway.check": inProject({ document: "pools: []" }),
  "gateway.config": inProject(),
  "gateway.deleteSecret": async (world, target) => {
    const place = { projectId: projectWith(world, target), name: randomUUID() };
    await world.db.gatewaySecret.create({ data: { ...place, ciphertext: "", lastFour: "" } });
    return { ...place, projectId: world.projectIds[target] };
  },
  "gateway.restore": withGateway({ version: 1 }),
  "gateway.save": withGateway({ document: gatewayDocument, basedOn: 1 }),
  "gateway.saveSecret": inProject({ name: "key", value: "sk-1", origins: ["https://a.example"] }),
  "gateway.secrets": inProject(),
  "gateway.setDrain": ({ projectIds, ...world }, target) =>
    withGateway({ replicaId: `${projectIds[target]}/a/r`, drain: true })({ projectIds, ...world }, target),
  "gateway.status": inProject(),
  "gateway.testReplica": ({ projectIds }, target) => ({
    projectId: projectIds[target],
    document: gatewayDocument,
    replicaId: `${projectIds[target]}/a/r`,
  }),
  "gateway.versions": inProject(),
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
  "media.list": inProject({ mediaIds: ["m"] }),
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
  "project.setDeadLetterDays": inProject({ deadLetterDays: 30 }),
  "project.setRetention": inProject({ retentionDays: null }),
  "rejectedEvent.list": inProject(),
  "rejectedEvent.groups": inProject(),
  "rejectedEvent.replays": inProject(),
  "rejectedEvent.replay": inProject({ of: { filter: {} } }),
  "review.giveBack": withReviewItem("taken"),
  "review.list": inProject({ show: "open" }),
  "review.ofTrace": inProject({ traceId }),
  "review.openCount": inProject(),
  "review.reopen": withReviewItem("done"),
  "review.resolve": withReviewItem("open", { note: "Called them." }),
  "review.take": withReviewItem("open"),
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
  "trace.mapEntries": inProject({ range: "24h", field: "attributes" }),
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
