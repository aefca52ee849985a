import type { Metadata } from "next";
import { IngestionPage } from "../../../../features/ingestion/ingestion-page.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Ingestion" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <IngestionPage projectId={projectId} />;
}
