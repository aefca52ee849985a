import type { Metadata } from "next";
import { GeneralPage } from "../../../../../features/settings/general-page.tsx";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../../server/prefetch.tsx";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "General" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  await prefetched(() => getQueryClient().prefetchQuery(trpc.project.get.queryOptions({ projectId })));
  return (
    <Prefetched>
      <GeneralPage projectId={projectId} />
    </Prefetched>
  );
}
