import type { FieldName } from "@plumbline/filters/fields";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatDecimalNumber, formatRate, formatTokens, unknown } from "../../format/number.ts";
import { formatExact, type TimeZone } from "../../format/time.ts";
import type { Span, SpanDetail } from "../../trpc/types.ts";
import { filterLink, maxFilterCharacters } from "./content/filter-link.ts";
import { isUnpriced, outputRate } from "./span-measures.ts";
import { useTraceSource } from "./trace-source.tsx";

interface SpanFactsProps {
  span: Span;
  /** Null until it has arrived, and for the row of the trace. */
  detail: SpanDetail | null;
  zone: TimeZone;
}

type Fact = readonly [label: string, value: ReactNode];

/** The figures that a span is opened for, in one line. */
export function SpanSummary({ span }: Pick<SpanFactsProps, "span">) {
  const isModelCall = span.model !== null || span.totalTokens !== null;
  const modelFacts: Fact[] = [
    ["Model", span.model],
    ["Tokens", `${formatTokens(span.inputTokens)} → ${formatTokens(span.outputTokens)}`],
    ["Cost", <SpanCost key="cost" span={span} />],
    ["First token", formatDuration(span.timeToFirstTokenMs)],
    ["Tokens per second", formatRate(outputRate(span))],
  ];
  return (
    <Facts
      facts={[["Duration", formatDuration(span.durationMs)], ...(isModelCall ? modelFacts : [])]}
      inline
    />
  );
}

function SpanCost({ span }: Pick<SpanFactsProps, "span">) {
  if (!isUnpriced(span)) return <span title={exactMoney(span.cost)}>{formatMoney(span.cost)}</span>;
  return (
    <span className="inline-flex items-center gap-1">
      {unknown}
      <TriangleAlert aria-hidden className="size-3.5 text-warning" />
      <span className="text-xs text-soft">no price known</span>
    </span>
  );
}

/** Origin, model and prompt of a span: only what is known. */
export function SpanFacts({ span, detail, zone }: SpanFactsProps) {
  const { projectId } = useTraceSource();
  const filtered = (field: FieldName, value: string | null) =>
    value && projectId !== null && value.length <= maxFilterCharacters ? (
      <Link
        key={field}
        href={filterLink(projectId, field, value)}
        prefetch={false}
        title="Traces with this value"
        className="underline decoration-line-strong/50 underline-offset-2 hover:decoration-current"
      >
        {value}
      </Link>
    ) : (
      value
    );
  return (
    <section aria-label="Details">
      <h3 className="mb-1.5 text-xs font-medium text-soft">Details</h3>
      <Facts
        facts={[
          ["Started", formatExact(Date.parse(span.startTime), zone)],
          ["Ended", span.endTime && formatExact(Date.parse(span.endTime), zone)],
          ["Model used", filtered("model", span.model)],
          ["Model requested", span.modelRequested === span.model ? null : span.modelRequested],
          ["Provider", filtered("provider", span.provider)],
          ["Finish reason", span.finishReasons.join(", ") || null],
          ["Prompt", filtered("prompt", span.promptName)],
          ["Prompt version", span.promptVersion === null ? null : `v${span.promptVersion}`],
          ["Error class", filtered("error", span.errorClass)],
          ["Service", filtered("service", span.serviceName)],
          ["Scope", span.scopeName],
          ["Environment", filtered("env", span.environment)],
          ["Release", filtered("release", detail?.release ?? null)],
          ["Version", filtered("version", detail?.version ?? null)],
          ["Span id", span.spanId === "" ? null : <CopyId key="id" id={span.spanId} label="span id" />],
        ]}
      />
    </section>
  );
}

function Facts({ facts, inline = false }: { facts: readonly Fact[]; inline?: boolean }) {
  return (
    <dl
      className={
        inline
          ? "flex flex-wrap gap-x-6 gap-y-2"
          : "grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 gap-y-2.5 rounded-lg border px-3 py-2.5"
      }
    >
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-2xs text-faint">{label}</dt>
            {/* A line high also while a time is not known yet: what is below must not move under a pointer. */}
            <dd suppressHydrationWarning className="min-h-5 [overflow-wrap:anywhere]">
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}

export function ScoreValue({ value, stringValue }: { value: number | null; stringValue: string | null }) {
  return <>{stringValue ?? (value === null ? unknown : formatDecimalNumber(value))}</>;
}
