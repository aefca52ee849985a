import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney, formatMoneyBreakdown } from "../../format/money.ts";
import {
  formatDecimalNumber,
  formatInteger,
  formatRate,
  formatTokens,
  unknown,
} from "../../format/number.ts";
import { formatExact, type TimeZone } from "../../format/time.ts";
import type { Span, SpanDetail } from "../../trpc/types.ts";
import { spanTokens } from "./span-tokens.ts";

interface SpanFactsProps {
  span: Span;
  /** Null until it has arrived, and for the row of the trace. */
  detail: SpanDetail | null;
  zone: TimeZone;
}

type Fact = readonly [label: string, value: ReactNode];

/** The figures that a span is opened for, in one line. */
export function SpanSummary({ span }: Pick<SpanFactsProps, "span">) {
  const generationMs = span.durationMs === null ? null : span.durationMs - (span.timeToFirstTokenMs ?? 0);
  const perSecond =
    span.outputTokens === null || !generationMs ? null : span.outputTokens / (generationMs / 1000);
  const isModelCall = span.model !== null || span.totalTokens !== null;
  const modelFacts: Fact[] = [
    ["Model", span.model],
    ["Tokens", `${formatTokens(span.inputTokens)} → ${formatTokens(span.outputTokens)}`],
    ["Cost", <SpanCost key="cost" span={span} />],
    ["First token", formatDuration(span.timeToFirstTokenMs)],
    ["Tokens per second", formatRate(perSecond)],
  ];
  return (
    <Facts
      facts={[["Duration", formatDuration(span.durationMs)], ...(isModelCall ? modelFacts : [])]}
      inline
    />
  );
}

const isUnpriced = (span: Span) => span.billable && spanTokens(span) !== null && span.cost === null;

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
  return (
    <section aria-label="Details">
      <h3 className="mb-1.5 text-xs font-medium text-soft">Details</h3>
      <Facts
        facts={[
          ["Started", formatExact(Date.parse(span.startTime), zone)],
          ["Ended", span.endTime && formatExact(Date.parse(span.endTime), zone)],
          ["Model requested", span.modelRequested === span.model ? null : span.modelRequested],
          ["Provider", span.provider],
          ["Finish reason", span.finishReasons.join(", ") || null],
          [
            "Prompt",
            span.promptName &&
              `${span.promptName}${span.promptVersion === null ? "" : ` v${span.promptVersion}`}`,
          ],
          ["Error class", span.errorClass],
          ["Service", span.serviceName],
          ["Scope", span.scopeName],
          ["Environment", span.environment],
          ["Release", detail?.release],
          ["Version", detail?.version],
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
            <dd className="[overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Tokens by kind with what each cost. Cached and reasoning tokens are part of input and output. */
export function SpanUsage({ span, detail }: Pick<SpanFactsProps, "span" | "detail">) {
  const parts = detail?.costDetails ?? {};
  const rows = [
    { label: "Input", tokens: span.inputTokens, cost: detail?.inputCost ?? parts.input ?? null, depth: 0 },
    { label: "of which cached", tokens: span.cacheReadTokens, cost: null, depth: 1 },
    { label: "of which written to cache", tokens: span.cacheWriteTokens, cost: null, depth: 1 },
    {
      label: "Output",
      tokens: span.outputTokens,
      cost: detail?.outputCost ?? parts.output ?? null,
      depth: 0,
    },
    { label: "of which reasoning", tokens: span.reasoningTokens, cost: null, depth: 1 },
    { label: "Total", tokens: span.totalTokens, cost: span.cost, depth: 0 },
  ].filter(({ tokens, cost, depth }) => tokens !== null || (depth === 0 && cost !== null));
  if (rows.length === 0) return null;
  const costs = formatMoneyBreakdown(rows.map(({ cost }) => cost));
  return (
    <section aria-label="Usage and cost">
      <h3 className="mb-1 text-xs font-medium text-soft">Usage and cost</h3>
      <table className="w-full">
        <thead className="sr-only">
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, tokens, cost, depth }, index) => (
            <tr key={label} className={label === "Total" ? "border-t font-medium" : ""}>
              <th scope="row" className={`py-1 text-left font-normal ${depth === 1 ? "pl-4 text-soft" : ""}`}>
                {label}
              </th>
              <td className={`py-1 text-right tabular-nums ${depth === 1 ? "text-soft" : ""}`}>
                {formatInteger(tokens)}
              </td>
              <td
                className="py-1 pl-4 text-right tabular-nums"
                title={cost === null ? undefined : exactMoney(cost)}
              >
                {depth === 1 ? "" : costs[index]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <CostParts parts={parts} />
      {isUnpriced(span) && (
        <p className="mt-1.5 flex items-start gap-2 rounded-md bg-warning-soft px-2.5 py-1.5 text-xs">
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warning" />
          No price known for {span.model ?? "this model"}: its cost is left out of every sum.
        </p>
      )}
      <p className="mt-1 text-2xs text-soft">{describeCost(span)}</p>
    </section>
  );
}

/** Parts finer than input and output, such as cache writes. */
function CostParts({ parts }: { parts: Record<string, string> }) {
  const finer = Object.entries(parts).filter(([name]) => !["input", "output", "total"].includes(name));
  if (finer.length === 0) return null;
  const shown = formatMoneyBreakdown(finer.map(([, cost]) => cost));
  return (
    <details className="mt-1 text-xs">
      <summary className="text-soft">Parts of the cost</summary>
      <dl className="pt-1 pl-4">
        {finer.map(([name, cost], index) => (
          <div key={name} className="flex justify-between py-0.5">
            <dt className="text-soft">{name}</dt>
            <dd title={exactMoney(cost)}>{shown[index]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function describeCost(span: Span): string {
  const source =
    span.costSource === "given"
      ? "Cost as the client sent it."
      : span.rateCardId
        ? `Priced by ${span.rateCardId}.`
        : "";
  const counted =
    !span.billable && span.totalTokens !== null
      ? ` Not counted in sums: ${span.billableReason ?? "not billable"}.`
      : "";
  return `${source}${counted}`.trim();
}

export function ScoreValue({ value, stringValue }: { value: number | null; stringValue: string | null }) {
  return <>{stringValue ?? (value === null ? unknown : formatDecimalNumber(value))}</>;
}
