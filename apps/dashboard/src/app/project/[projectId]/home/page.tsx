import type { Metadata } from "next";
import { HomePage } from "../../../../features/home/home-page.tsx";
import { Prefetched } from "../../../../server/prefetch.tsx";
import { prefetchHome } from "../../../../server/prefetch-home.ts";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Home" };

interface Props {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  await prefetchHome(projectId, searchParams);
  return (
    <Prefetched>
      <HomePage projectId={projectId} />
    </Prefetched>
  );
}
