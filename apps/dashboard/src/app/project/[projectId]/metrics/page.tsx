import type { Metadata } from "next";
import { MetricsPage } from "../../../../features/metrics/metrics-page.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Metrics" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  return <MetricsPage projectId={projectId} />;
}
