import { spanId, type Target, traceId, type World } from "./world.fixture.ts";

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

export const samples: Record<string, Sample> = {
  "audit.choicesOfOrganization": inOrganization(),
  "audit.choicesOfProject": inProject(),
  "audit.listOfOrganization": inOrganization(),
  "audit.listOfProject": inProject(),
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
  "observation.get": inProject({ traceId, spanId }),
  "project.list": () => ({}),
  "rejectedEvent.list": inProject(),
  "score.listOfTrace": inProject({ traceId }),
  "session.conversation": inProject({ range: "24h", sessionId: "s" }),
  "session.get": inProject({ range: "24h", sessionId: "s" }),
  "session.list": inProject({ range: "24h" }),
  "trace.count": inProject({ range: "24h" }),
  "trace.facet": inProject({ range: "24h", field: "model" }),
  "trace.histogram": inProject({ range: "24h" }),
  "trace.list": inProject({ range: "24h" }),
  "trace.newest": inProject(),
  "trace.get": inProject({ traceId }),
  "trace.spanText": inProject({ traceId, spanId }),
};
