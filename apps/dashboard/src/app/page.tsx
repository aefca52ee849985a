import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { lastProjectCookie } from "../features/project/last-project.ts";
import { ProjectDeletedPage } from "../features/project/project-deleted-page.tsx";
import { findDeletedProject, listOwnProjects } from "../server/project-access.ts";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a visit begins: the project of the last one, or the making of the first. */
export default async function HomePage({ searchParams }: Props) {
  const [projects, params, jar] = await Promise.all([listOwnProjects(), searchParams, cookies()]);
  const { deleted: projectId, organization: organizationId } = params;
  if (typeof projectId === "string" && typeof organizationId === "string") {
    const deleted = await findDeletedProject({ organizationId, projectId });
    if (deleted !== null) return <ProjectDeletedPage deleted={deleted} />;
  }
  const lastId = jar.get(lastProjectCookie)?.value;
  const project = projects.find(({ id }) => id === lastId) ?? projects[0];
  redirect(project ? `/project/${encodeURIComponent(project.id)}` : "/new");
}
