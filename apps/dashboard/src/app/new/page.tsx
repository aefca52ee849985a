import type { Metadata } from "next";
import { NewProjectPage } from "../../features/onboarding/new-project-page.tsx";
import { listOwnProjectHomes, listOwnProjects } from "../../server/project-access.ts";
import { requireUser } from "../../server/session.ts";

export const metadata: Metadata = { title: "New project" };

export default async function Page() {
  const user = await requireUser();
  const [projects, organizations] = await Promise.all([listOwnProjects(), listOwnProjectHomes()]);
  return <NewProjectPage email={user.email} hasProject={projects.length > 0} organizations={organizations} />;
}
