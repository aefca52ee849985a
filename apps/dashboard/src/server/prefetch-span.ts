import { unpackSpans } from "../features/trace/span-columns.ts";
import { getQueryClient, trpc } from "./prefetch.tsx";

/** Longer texts the browser asks for by itself, once the rows are shown. */
const mostCharacters = 32 * 1024;

/**
 * Asks for what is shown of the selected span, which is the first one when the address names none. Wants
 * the trace to be here already; what it cannot guess right is asked for by the browser.
 */
export async function prefetchSpan(
  key: { projectId: string; traceId: string },
  named: string | null,
): Promise<void> {
  const client = getQueryClient();
  const trace = client.getQueryData(trpc.trace.get.queryKey(key));
  if (trace === undefined) return;
  const spans = unpackSpans(trace.packedSpans);
  const span =
    spans.find(({ spanId }) => spanId === (named ?? "")) ??
    spans.find(({ parentSpanId }) => parentSpanId === null);
  if (span === undefined || span.inputBytes + span.outputBytes > mostCharacters) return;
  const { spanId } = span;
  const text = trpc.trace.spanText.queryOptions({ ...key, spanId });
  await Promise.all([
    client.prefetchQuery(text),
    client.prefetchQuery(trpc.score.listOfTrace.queryOptions(key)),
    spanId !== "" && client.prefetchQuery(trpc.observation.get.queryOptions({ ...key, spanId })),
  ]);
  const size = JSON.stringify(client.getQueryData(text.queryKey) ?? null).length;
  if (size > mostCharacters) client.removeQueries({ queryKey: text.queryKey });
}
