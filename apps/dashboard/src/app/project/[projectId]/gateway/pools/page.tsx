import type { Metadata } from "next";
import { PoolEditorPage } from "../../../../../features/gateway/pool-editor-page.tsx";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Pool editor" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <PoolEditorPage projectId={projectId} />;
}
