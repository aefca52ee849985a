"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { exactMoney } from "../../format/money.ts";
import { formatCount } from "../../format/number.ts";
import type { Target } from "../../trpc/types.ts";
import { describeChange } from "./compare.ts";
import type { HomeData } from "./home-charts.ts";
import type { HomeUnit } from "./home-params.ts";
import { describeTarget, judge, type TargetMetric, type TargetState } from "./target-state.ts";
import { formatValue, type ValueUnit } from "./values.ts";

interface FiguresProps {
  data: HomeData;
  unit: HomeUnit;
  targets: readonly Target[];
  /** "the previous 7 days"; null leaves the comparison out. */
  comparedWith: string | null;
}

export interface Figure {
  label: string;
  value: number | null;
  before: number | null;
  unit: ValueUnit;
  exact?: string | null;
  metric?: TargetMetric;
  /** What the target is held against, where that is not the figure itself. */
  judged?: number | null;
  kind?: "amount" | "share";
  aside?: ReactNode;
  ready: boolean;
}

/** The whole time in one line: each number, its change, and whether it meets its target. */
export function Figures({ data, unit, targets, comparedWith }: FiguresProps) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4 2xl:grid-cols-8">
      {figuresOf(data, unit).map((figure) => {
        const target = targets.find(({ metric }) => metric === figure.metric);
        const state = judge(figure.judged === undefined ? figure.value : figure.judged, target);
        return (
          <FigureCell key={figure.label} figure={figure} comparedWith={comparedWith}>
            {target && state && <State state={state} text={`${state.words} (${describeTarget(target)})`} />}
          </FigureCell>
        );
      })}
    </dl>
  );
}

interface FigureCellProps {
  figure: Figure;
  comparedWith: string | null;
  children?: ReactNode;
}

export function FigureCell({ figure, comparedWith, children }: FigureCellProps) {
  const { label, value, before, unit, exact, ready, aside } = figure;
  const change = describeChange(value, before, figure.kind ?? "amount");
  return (
    <div
      className={classNames(
        "flex flex-col bg-raised px-3 py-2.5 dark:bg-surface",
        comparedWith === null ? "min-h-20" : "min-h-26",
      )}
    >
      <dt className="truncate text-xs text-soft">{label}</dt>
      <dd className="flex flex-1 flex-col">
        {ready ? (
          <span
            title={exact ? exactMoney(exact) : undefined}
            className="text-lg leading-7 font-semibold tracking-tight tabular-nums"
          >
            {formatValue(value, unit, exact)}
          </span>
        ) : (
          <span className="flex h-7 items-center">
            <Skeleton className="h-4 w-16" />
          </span>
        )}
        {comparedWith !== null && (
          <span className="min-h-4 text-2xs text-soft tabular-nums">
            {ready &&
              (change === null ? `no comparison with ${comparedWith}` : `${change} against ${comparedWith}`)}
          </span>
        )}
        {aside}
        {children}
      </dd>
    </div>
  );
}

function State({ state, text }: { state: TargetState; text: string }) {
  const Icon = state.met ? CircleCheck : TriangleAlert;
  return (
    <span
      className={classNames(
        "mt-0.5 flex items-start gap-1 text-2xs",
        state.met ? "text-soft" : "font-medium text-warning",
      )}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-3 shrink-0", state.met && "text-accent")} />
      {text}
    </span>
  );
}

function figuresOf(data: HomeData, unit: HomeUnit): Figure[] {
  return [...timingFigures(data, unit), ...usageFigures(data)];
}

function timingFigures({ timings, previousTimings }: HomeData, unit: HomeUnit): Figure[] {
  const now = timings?.whole;
  const before = previousTimings?.whole.total ? previousTimings.whole : undefined;
  const ready = now !== undefined;
  return [
    {
      label: unit === "calls" ? "Calls" : "Traces",
      value: now?.total ?? null,
      before: before?.total ?? null,
      unit: "count",
      ready,
    },
    {
      label: "Error rate",
      value: now?.errorRate ?? null,
      before: before?.errorRate ?? null,
      unit: "rate",
      kind: "share",
      metric: "error_rate",
      ready,
      aside: now && <Aside>{`${formatCount(now.errors, "error")}`}</Aside>,
    },
    {
      label: "Latency p95",
      value: now?.latencyP95Ms ?? null,
      before: before?.latencyP95Ms ?? null,
      unit: "duration",
      metric: "latency_ms",
      ready,
    },
    {
      label: "Time to first token p95",
      value: now?.firstTokenP95Ms ?? null,
      before: before?.firstTokenP95Ms ?? null,
      unit: "duration",
      metric: "ttft_ms",
      ready,
    },
    {
      label: "Output speed p50",
      value: now?.tokensPerSecondP50 ?? null,
      before: before?.tokensPerSecondP50 ?? null,
      unit: "speed",
      metric: "tokens_per_second",
      ready,
    },
  ];
}

function usageFigures({ usage, previousUsage }: HomeData): Figure[] {
  const now = usage?.whole;
  const before = previousUsage?.whole;
  const ready = now !== undefined;
  const perCall = now?.costPerCall ?? null;
  const number = (amount: string | null | undefined) => (amount ? Number(amount) : null);
  return [
    {
      label: "Cost",
      value: number(now?.cost),
      exact: now?.cost ?? null,
      before: number(before?.cost),
      unit: "money",
      metric: "cost_per_call",
      judged: number(perCall),
      ready,
      aside: (
        <>
          {perCall !== null && <Aside>{`${formatValue(Number(perCall), "money", perCall)} per call`}</Aside>}
          {now && now.unpricedCalls > 0 && (
            <Aside>{`without ${formatCount(now.unpricedCalls, "call")} of unknown price`}</Aside>
          )}
        </>
      ),
    },
    {
      label: "Tokens",
      value: totalTokens(now),
      before: totalTokens(before),
      unit: "tokens",
      ready,
      aside: now && (
        <Aside>{`${formatValue(now.inputTokens, "tokens")} in, ${formatValue(now.outputTokens, "tokens")} out`}</Aside>
      ),
    },
    {
      label: "Cache hits",
      value: now?.cacheHitRate ?? null,
      before: before?.cacheHitRate ?? null,
      unit: "rate",
      kind: "share",
      metric: "cache_hit_rate",
      ready,
    },
  ];
}

function totalTokens(usage: { inputTokens: number | null; outputTokens: number | null } | undefined) {
  if (!usage || (usage.inputTokens === null && usage.outputTokens === null)) return null;
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}

function Aside({ children }: { children: string }) {
  return <span className="text-2xs text-soft tabular-nums">{children}</span>;
}
