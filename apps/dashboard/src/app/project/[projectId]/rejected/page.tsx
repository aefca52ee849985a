import type { Metadata } from "next";
import { everyHour } from "../../../../features/rejected/rejected-hours.ts";
import { RejectedPage } from "../../../../features/rejected/rejected-page.tsx";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../server/prefetch.tsx";
import { requireProject } from "../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Rejected events" };

interface Props {
  params: Promise<{ projectId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  await prefetched(() =>
    getQueryClient().prefetchInfiniteQuery(
      trpc.rejectedEvent.list.infiniteQueryOptions(
        { projectId, filter: { lastHours: everyHour }, replayed: false },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  );
  return (
    <Prefetched>
      <RejectedPage projectId={projectId} />
    </Prefetched>
  );
}
