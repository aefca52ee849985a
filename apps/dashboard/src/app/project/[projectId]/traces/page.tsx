import type { Metadata } from "next";
import { toServerSort } from "../../../../features/traces/sort.ts";
import { TracesPage } from "../../../../features/traces/traces-page.tsx";
import { getEnv } from "../../../../server/env.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../server/prefetch.tsx";
import { requireProject } from "../../../../server/project-access.ts";
import { loadTracesParams } from "../../../../server/traces-params.ts";

export const metadata: Metadata = { title: "Traces" };

interface Props {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { projectId } = await params;
  await requireProject(projectId);
  const { range, q, sort, peek } = await loadTracesParams(searchParams);
  await Promise.all([
    prefetched(() =>
      getQueryClient().prefetchInfiniteQuery(
        trpc.trace.list.infiniteQueryOptions(
          { projectId, range, query: q, sort: toServerSort(sort) },
          { getNextPageParam: (page) => page.nextCursor },
        ),
      ),
    ),
    peek !== null &&
      prefetched(() =>
        getQueryClient().prefetchQuery(trpc.trace.get.queryOptions({ projectId, traceId: peek })),
      ),
  ]);
  return (
    <Prefetched>
      <TracesPage projectId={projectId} apiUrl={getEnv().PLUMBLINE_API_URL} />
    </Prefetched>
  );
}
