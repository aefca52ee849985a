"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { LevelIcon } from "../../components/level-icon.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { toFailure } from "../../trpc/failure.ts";
import type { Score, Span } from "../../trpc/types.ts";
import { useZoneName } from "../preferences/preferences.tsx";
import { preloadDocumentView, TextContent } from "./content/text-content.tsx";
import { ToolProvider } from "./content/tool-call.tsx";
import { useSpanTexts } from "./content/use-span-texts.ts";
import { KeyValues } from "./key-values.tsx";
import { ScoreList } from "./score-list.tsx";
import { SentKeys } from "./sent-keys.tsx";
import { SpanFacts, SpanSummary } from "./span-facts.tsx";
import { KindIcon, kindLooks } from "./span-kinds.tsx";
import { SpanUsage } from "./span-usage.tsx";
import { useTraceSource } from "./trace-source.tsx";

interface SpanDetailProps {
  span: Span;
  /** All of the trace. */
  spans: readonly Span[];
  scores: readonly Score[];
}

/** Everything about one span. Its texts are asked for when it is selected, not with the trace. */
export function SpanDetail({ span, spans, scores }: SpanDetailProps) {
  const source = useTraceSource();
  const zone = useZoneName();
  const { spanId } = span;
  const text = useQuery({ ...source.spanText(spanId), staleTime: 60_000 });
  const observation = useQuery({
    ...source.observation(spanId),
    enabled: spanId !== "",
    staleTime: 60_000,
  });
  const detail = observation.data ?? null;
  // All at once, so that nothing moves while it is being read.
  const isLoading = text.isPending || observation.isLoading;
  const { shown, tools } = useSpanTexts(span, spans, text.data);
  useEffect(preloadDocumentView, []);
  const cutFields = text.data?.attributes["plumbline.truncated"];

  return (
    // What only screen readers see must not make the page taller than it is.
    <div className="relative space-y-5 p-4">
      <header>
        <h2 className="flex min-w-0 items-center gap-2 text-base font-semibold">
          <KindIcon kind={span.kind} className="size-4" />
          <LevelIcon level={span.level} />
          <span className="min-w-0 break-words [overflow-wrap:anywhere]">
            {span.name || kindLooks[span.kind].label}
          </span>
        </h2>
        {span.statusMessage && (
          <p
            className={`mt-2 rounded-md px-2.5 py-1.5 break-words whitespace-pre-wrap ${span.level === "ERROR" ? "bg-error-soft text-error" : "bg-surface"}`}
          >
            {span.statusMessage}
          </p>
        )}
      </header>
      <SpanSummary span={span} />
      {text.isError && (
        <ErrorNotice
          failure={toFailure(text.error)}
          onRetry={() => void text.refetch()}
          retrying={text.isFetching}
        />
      )}
      {isLoading ? (
        <TextSkeleton />
      ) : (
        <>
          <ToolProvider value={tools}>
            {shown.map((read) => (
              <TextContent key={`${spanId}/${read.field}`} {...read} />
            ))}
          </ToolProvider>
          {cutFields && (
            <p className="rounded-md bg-warning-soft px-2.5 py-1.5 text-xs">
              Longer than the product keeps, so cut when it arrived: {cutFields.split(",").join(", ")}.
            </p>
          )}
          {text.isSuccess && shown.length === 0 && (
            <p className="text-soft">No input or output was recorded.</p>
          )}
          <SpanUsage span={span} detail={detail} />
          <ScoreList scores={scores} zone={zone} />
          <KeyValues title="Parameters" json={detail?.modelParameters ?? null} />
          <KeyValues
            title="Metadata"
            entries={text.data?.metadata}
            downloadUrl={source.downloadUrl({ span: spanId, field: "metadata" })}
            filterField="metadata"
          />
          <SpanFacts span={span} detail={detail} zone={zone} />
          <KeyValues
            title="Attributes"
            entries={text.data?.attributes}
            downloadUrl={source.downloadUrl({ span: spanId, field: "attributes" })}
            closed
          />
          {source.sentKeys !== null && <SentKeys key={spanId} question={source.sentKeys(spanId)} />}
        </>
      )}
    </div>
  );
}

function TextSkeleton() {
  return (
    <div aria-busy className="space-y-3">
      <output className="sr-only">Loading the texts</output>
      <Skeleton className="w-16" />
      <Skeleton className="h-20 rounded-lg" />
      <Skeleton className="w-16" />
      <Skeleton className="h-28 rounded-lg" />
    </div>
  );
}
