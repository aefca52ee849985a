import type { Metadata } from "next";
import { TargetsContent } from "../../../../../features/targets/targets-content.tsx";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Targets" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <TargetsContent projectId={projectId} />;
}
