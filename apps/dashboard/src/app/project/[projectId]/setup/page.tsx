import type { Metadata } from "next";
import { SetupPage } from "../../../../features/onboarding/setup-page.tsx";
import { getEnv } from "../../../../server/env.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../server/prefetch.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Set up" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  const project = await requireProject(projectId);
  await prefetched(() => getQueryClient().prefetchQuery(trpc.project.get.queryOptions({ projectId })));
  return (
    <Prefetched>
      <SetupPage projectId={projectId} projectName={project.name} apiUrl={getEnv().PLUMBLINE_API_URL} />
    </Prefetched>
  );
}
