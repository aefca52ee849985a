import { randomUUID } from "node:crypto";
import { signId } from "@plumbline/access/signed-id";
import { sessionSecret, type Target, traceId, type World } from "./world.fixture.ts";

/**
 * A valid input for every procedure, made afresh for each call so that calls do not see each other. A
 * procedure that is not in here fails the matrix.
 */
export type Sample = (world: World, target: Target) => Promise<object> | object;

export const inProject = (rest: object = {}): Sample => {
  return ({ projectIds }, target) => ({ projectId: projectIds[target], ...rest });
};

export const inOrganization = (rest: object = {}): Sample => {
  return ({ organizationIds }, target) => ({
    organizationId: organizationIds[target === "sibling" ? "own" : target],
    ...rest,
  });
};

/** Creates a row in the project asked for, or in "own" when that one does not exist. */
export const projectWith = ({ projectIds }: World, target: Target) =>
  target === "missing" ? projectIds.own : projectIds[target];

export const withComment =
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

/** An item in this state; whoever asks has it, if it is taken. */
export const withReviewItem =
  (state: "open" | "taken" | "done", rest: object = {}): Sample =>
  async (world, target) => {
    const { id } = await world.db.reviewItem.create({
      data: {
        projectId: projectWith(world, target),
        source: "gateway_handover",
        traceId,
        spanId: randomUUID(),
        reason: "All places were taken.",
        spanStartedAt: new Date(),
        openedAt: new Date(),
        state,
        assigneeUserId: state === "taken" ? (world.caller?.id ?? "") : null,
      },
    });
    return { projectId: world.projectIds[target], itemId: id, ...rest };
  };

export const withView =
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
export const withKey =
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

export const organizationOf = ({ organizationIds }: World, target: Target) =>
  organizationIds[target === "sibling" ? "own" : target];

/** Somebody new in the organisation asked for, or in "own" when that one does not exist. */
export async function newMember(world: World, organizationId: string): Promise<string> {
  const { db, organizationIds } = world;
  const { id } = await db.user.create({ data: { name: "new", email: `${randomUUID()}@example.com` } });
  const known = organizationId === organizationIds.missing ? organizationIds.own : organizationId;
  await db.membership.create({ data: { organizationId: known, userId: id, role: "viewer" } });
  return id;
}

export const withMember =
  (rest: object): Sample =>
  async (world, target) => {
    const organizationId = organizationOf(world, target);
    return { organizationId, userId: await newMember(world, organizationId), ...rest };
  };

/** A link to the trace of the project "own", whoever opens it. */
export const withShare =
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

/** Refused by the rules of egress without a connection. */
export const gatewayDocument = "pools: [{ name: a, replicas: [{ name: r, url: 'http://127.0.0.1:9' }] }]";

/** The project has this document, as its only version. */
export const withGateway =
  (rest: object): Sample =>
  async (world, target) => {
    const projectId = projectWith(world, target);
    await world.db.gatewayConfigVersion.deleteMany({ where: { projectId } });
    await world.db.gatewayConfigVersion.create({
      data: { projectId, version: 1, document: gatewayDocument },
    });
    return { projectId: world.projectIds[target], ...rest };
  };
