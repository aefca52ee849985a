import type { ProjectBody } from "@plumbline/contracts/langfuse";
import { listProjectsForActor } from "@plumbline/services/project";
import type { RouteOptions } from "fastify";
import type { RouteDeps } from "../../deps.ts";
import { contextOf } from "../../http/service-context.ts";

/** GET /api/public/projects: the key's one project; clients check their credentials with it. */
export function listProjects(deps: RouteDeps): RouteOptions {
  return {
    method: "GET",
    url: "/api/public/projects",
    config: {
      operation: "list-projects",
      access: { auth: "key", scopes: ["read", "ingest", "scores", "prompts", "admin"] },
    },
    handler: async (request) => {
      const projects = await listProjectsForActor(contextOf(request, deps));
      const data: ProjectBody[] = projects.map(({ id, name, organization, retentionDays }) => ({
        id,
        name,
        organization,
        metadata: {},
        ...(retentionDays === null ? {} : { retentionDays }),
      }));
      return { data };
    },
  };
}
