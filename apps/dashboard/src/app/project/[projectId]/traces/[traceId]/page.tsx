import type { Metadata } from "next";
import { TracePage } from "../../../../../features/trace/trace-page.tsx";
import { decodeSegment } from "../../../../../server/decode-segment.ts";
import { getQueryClient, Prefetched, prefetched, trpc } from "../../../../../server/prefetch.tsx";
import { prefetchSpan } from "../../../../../server/prefetch-span.ts";
import { requireProject } from "../../../../../server/project-access.ts";

interface Props {
  params: Promise<{ projectId: string; traceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The page asks for the same and shares the answer. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const query = await loadTrace(params);
  return { title: getQueryClient().getQueryData(query.queryKey)?.trace.name ?? "Trace" };
}

async function loadTrace(params: Props["params"]) {
  const { projectId, traceId } = await params;
  const query = trpc.trace.get.queryOptions({ projectId, traceId: decodeSegment(traceId) });
  await prefetched(() => getQueryClient().prefetchQuery(query));
  return query;
}

export default async function Page({ params, searchParams }: Props) {
  const { projectId, traceId: encodedTraceId } = await params;
  const traceId = decodeSegment(encodedTraceId);
  await requireProject(projectId);
  await loadTrace(params);
  const { span } = await searchParams;
  await prefetched(() => prefetchSpan({ projectId, traceId }, typeof span === "string" ? span : null), 300);
  return (
    <Prefetched>
      <TracePage projectId={projectId} traceId={traceId} />
    </Prefetched>
  );
}
