import type { ReactNode } from "react";
import { RememberProject } from "../../../features/project/remember-project.tsx";
import { AppShell } from "../../../features/shell/app-shell.tsx";
import { IngestBanner } from "../../../features/shell/ingest-banner.tsx";
import { listOwnProjects, requireProject } from "../../../server/project-access.ts";
import { requireUser } from "../../../server/session.ts";

interface Props {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}

export default async function ProjectLayout({ params, children }: Props) {
  const { projectId } = await params;
  const project = await requireProject(projectId);
  const [user, projects] = await Promise.all([requireUser(), listOwnProjects()]);
  return (
    <AppShell
      project={{ id: project.id, name: project.name }}
      projects={projects.map(({ id, name, organization }) => ({ id, name, organization: organization.name }))}
      user={{ email: user.email, name: user.name }}
    >
      <RememberProject projectId={project.id} />
      <IngestBanner projectId={project.id} />
      {children}
    </AppShell>
  );
}
