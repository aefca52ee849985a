"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { lazy, type ReactNode, useMemo } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { Deferred } from "../../components/deferred.tsx";
import { LevelIcon } from "../../components/level-icon.tsx";
import { formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatCount, formatRate, formatTokens, unknown } from "../../format/number.ts";
import { formatExact } from "../../format/time.ts";
import type { Span, Trace } from "../../trpc/types.ts";
import { useZoneName } from "../preferences/preferences.tsx";
import type { SpanLayout } from "./layout-spans.ts";
import { useTraceSource } from "./trace-source.tsx";
import { traceSpeed } from "./trace-speed.ts";

interface TraceHeaderProps {
  trace: Trace;
  layout: SpanLayout;
  compact: boolean;
  lead?: ReactNode;
  /** What can be done with it. */
  actions: ReactNode;
  trail?: ReactNode;
}

export function TraceHeader({ trace, layout, compact, lead, actions, trail }: TraceHeaderProps) {
  const { projectId } = useTraceSource();
  const project = projectId === null ? null : `/project/${encodeURIComponent(projectId)}`;
  return (
    <header className="@container/trace shrink-0 border-b px-4 pt-2.5 pb-3">
      <div className="flex min-w-0 items-center gap-2">
        {lead}
        <h1 className="flex min-w-0 items-center gap-2 text-base font-semibold tracking-tight">
          <LevelIcon level={trace.level} running={trace.running} className="size-4" />
          <span className="truncate">{trace.name ?? "Unnamed trace"}</span>
        </h1>
        <Status trace={trace} />
        <div className="ml-auto flex shrink-0 items-center gap-1.5">
          <span className="@max-xl/trace:hidden">
            <CopyId
              id={trace.traceId}
              label="trace id"
              link={project ? `${project}/traces/${encodeURIComponent(trace.traceId)}` : undefined}
            />
          </span>
          {actions}
          {trail}
        </div>
      </div>
      <TraceFacts project={project} trace={trace} layout={layout} compact={compact} />
    </header>
  );
}

interface TraceFactsProps {
  /** The address of the project; null leads nowhere. */
  project: string | null;
  trace: Trace;
  layout: SpanLayout;
  compact: boolean;
}

function TraceFacts({ project, trace, layout, compact }: TraceFactsProps) {
  const zone = useZoneName();
  const { spans } = layout;
  const speed = useMemo(() => traceSpeed(spans), [spans]);
  return (
    <dl className="scroll-thin mt-2 flex max-h-40 flex-wrap overflow-y-auto gap-x-6 gap-y-1.5 pl-0.5 @max-2xl/trace:flex-nowrap @max-2xl/trace:overflow-x-auto @max-2xl/trace:pb-1">
      <Fact label="Started">
        {/* Wide enough before the zone of the reader is known, so that the line does not break anew. */}
        <time
          suppressHydrationWarning
          dateTime={trace.startTime}
          className="inline-block min-w-51 whitespace-nowrap"
        >
          {formatExact(Date.parse(trace.startTime), zone)}
        </time>
      </Fact>
      <Fact label="Duration">{formatDuration(trace.durationMs)}</Fact>
      <Fact label="Cost">
        <Cost trace={trace} />
      </Fact>
      <Fact label="Tokens">
        <Tokens trace={trace} spans={spans} />
      </Fact>
      {speed.timeToFirstTokenMs !== null && (
        <Fact label="First token">
          <span title="Of the first generation that told it">{formatDuration(speed.timeToFirstTokenMs)}</span>
        </Fact>
      )}
      {speed.outputTokensPerSecond !== null && (
        <Fact label="Tokens/s">
          <span title="Output tokens ÷ time from the first token to the end, over all generations">
            {formatRate(speed.outputTokensPerSecond)}
          </span>
        </Fact>
      )}
      <Fact label="User">
        {trace.userId && (
          <FactLink href={project && `${project}/users/${encodeURIComponent(trace.userId)}`}>
            {trace.userId}
          </FactLink>
        )}
      </Fact>
      <Fact label="Session">
        {trace.sessionId && (
          <FactLink href={project && `${project}/sessions/${encodeURIComponent(trace.sessionId)}`}>
            {trace.sessionId}
          </FactLink>
        )}
      </Fact>
      <Fact label="Environment">{trace.environment}</Fact>
      {!compact && <Fact label="Release">{trace.release}</Fact>}
      {!compact && <Fact label="Version">{trace.version}</Fact>}
      {trace.tags.length > 0 && (
        <Fact label="Tags">
          <span className="flex flex-wrap gap-1 @max-2xl/trace:flex-nowrap">
            {trace.tags.map((tag) => (
              <span key={tag} className="rounded border bg-surface px-1.5 text-xs">
                {tag}
              </span>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function FactLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <Link
      href={href}
      prefetch={false}
      className="hit underline decoration-line-strong underline-offset-4 hover:text-accent"
    >
      {children}
    </Link>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === "") return null;
  return (
    <div className="min-w-0 @max-2xl/trace:shrink-0">
      <dt className="text-2xs text-faint">{label}</dt>
      <dd className="min-w-0 break-words [overflow-wrap:anywhere] @max-2xl/trace:whitespace-nowrap">
        {children}
      </dd>
    </div>
  );
}

function Status({ trace }: { trace: Trace }) {
  const style = "shrink-0 rounded-full px-2 text-xs font-medium";
  if (trace.running) return <span className={`${style} bg-selected text-accent`}>Running</span>;
  if (trace.errorCount > 0) {
    return (
      <span className={`${style} bg-error-soft text-error`}>{formatCount(trace.errorCount, "error")}</span>
    );
  }
  return null;
}

const loadPopover = () => import("./cost-popover.tsx");
const CostPopover = lazy(async () => ({ default: (await loadPopover()).CostPopover }));

function Cost({ trace }: { trace: Trace }) {
  const missing = trace.unpricedCount > 0;
  return (
    <Deferred
      popup="dialog"
      preload={loadPopover}
      trigger={
        <button
          type="button"
          title={exactMoney(trace.cost)}
          className="hit inline-flex items-center gap-1 rounded font-medium underline decoration-line-strong decoration-dotted underline-offset-4"
        >
          {missing && <TriangleAlert aria-hidden className="size-3.5 text-warning" />}
          {formatMoney(trace.cost)}
          {missing && (
            <span className="text-xs font-normal text-soft">
              without {formatCount(trace.unpricedCount, "unpriced span")}
            </span>
          )}
        </button>
      }
    >
      {(part) => <CostPopover {...part} trace={trace} />}
    </Deferred>
  );
}

/** Input, cached, output and reasoning apart; sums over what is billable, as the trace's own are. */
function Tokens({ trace, spans }: { trace: Trace; spans: readonly Span[] }) {
  const cached = sumOf(spans, ({ cacheReadTokens }) => cacheReadTokens);
  const reasoning = sumOf(spans, ({ reasoningTokens }) => reasoningTokens);
  if (trace.inputTokens === null && trace.outputTokens === null)
    return <>{formatTokens(trace.totalTokens)}</>;
  return (
    <>
      {formatTokens(trace.inputTokens)} <span className="text-soft">in</span>
      {cached !== null && <span className="text-soft"> ({formatTokens(cached)} cached)</span>}
      <span className="text-faint"> → </span>
      {trace.outputTokens === null ? unknown : formatTokens(trace.outputTokens)}{" "}
      <span className="text-soft">out</span>
      {reasoning !== null && <span className="text-soft"> ({formatTokens(reasoning)} reasoning)</span>}
    </>
  );
}

function sumOf(spans: readonly Span[], tokensOf: (span: Span) => number | null): number | null {
  let sum: number | null = null;
  for (const span of spans) {
    const tokens = span.billable ? tokensOf(span) : null;
    if (tokens !== null) sum = (sum ?? 0) + tokens;
  }
  return sum;
}
