import type { Metadata } from "next";
import { TracePage } from "../../../../../features/trace/trace-page.tsx";
import { decodeSegment } from "../../../../../server/decode-segment.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../../server/prefetch.tsx";
import { requireProject } from "../../../../../server/project-access.ts";

export const metadata: Metadata = { title: "Trace" };

interface Props {
  params: Promise<{ projectId: string; traceId: string }>;
}

export default async function Page({ params }: Props) {
  const { projectId, traceId: encodedTraceId } = await params;
  const traceId = decodeSegment(encodedTraceId);
  await requireProject(projectId);
  await prefetched(() => getQueryClient().prefetchQuery(trpc.trace.get.queryOptions({ projectId, traceId })));
  return (
    <Prefetched>
      <TracePage projectId={projectId} traceId={traceId} />
    </Prefetched>
  );
}
