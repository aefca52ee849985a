import type { Metadata } from "next";
import { UsersPage } from "../../../../features/users/users-page.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Users" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <UsersPage projectId={projectId} />;
}
