import type { Metadata } from "next";
import { SessionsPage } from "../../../../features/sessions/sessions-page.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Sessions" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <SessionsPage projectId={projectId} />;
}
