import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { LevelIcon } from "../../../components/level-icon.tsx";
import { formatDuration } from "../../../format/duration.ts";
import { exactMoney, formatMoney } from "../../../format/money.ts";
import { formatCount, formatInteger, formatTokens, unknown } from "../../../format/number.ts";
import { readablePreview } from "../../../format/preview.ts";
import { formatExact, formatRelative, formatRowTime, type TimeZone } from "../../../format/time.ts";
import type { TraceRow as Row } from "../../../trpc/types.ts";
import type { ColumnId } from "../columns/columns.ts";
import { type OpenValueMenu, ValueButton } from "./value-button.tsx";

export interface CellContext {
  nowMs: number;
  zone: TimeZone;
  onMenu: OpenValueMenu;
}

type Cell = (row: Row, context: CellContext) => ReactNode;

/** What stands in each column, except the name: that one has the link. */
export const cells: Record<Exclude<ColumnId, "name">, Cell> = {
  start: (row, context) => <StartTime row={row} {...context} />,
  input: ({ inputPreview }) => <Preview text={inputPreview} />,
  output: ({ outputPreview }) => <Preview text={outputPreview} />,
  latency: ({ durationMs }) => formatDuration(durationMs),
  tokens: (row) => tokensText(row),
  cost: (row) => <Cost row={row} />,
  spans: ({ spanCount }) => formatTokens(spanCount),
  errors: (row, { onMenu }) => <Errors row={row} onMenu={onMenu} />,
  user: ({ userId }, { onMenu }) => <Value field="user" label="User" value={userId} onMenu={onMenu} />,
  session: ({ sessionId }, { onMenu }) => (
    <Value field="session" label="Session" value={sessionId} onMenu={onMenu} />
  ),
  tags: ({ tags }, { onMenu }) =>
    tags.length === 0 ? (
      <Unknown />
    ) : (
      <span className="flex gap-1 overflow-hidden">
        {tags.map((tag) => (
          <ValueButton
            key={tag}
            field="tag"
            label="Tag"
            value={tag}
            onMenu={onMenu}
            className="mx-0 max-w-32 shrink-0 border bg-surface px-1.5 text-xs"
          />
        ))}
      </span>
    ),
  env: ({ environment }, { onMenu }) => (
    <Value field="env" label="Environment" value={environment} onMenu={onMenu} />
  ),
  release: ({ release }, { onMenu }) => (
    <Value field="release" label="Release" value={release} onMenu={onMenu} />
  ),
  version: ({ version }, { onMenu }) => (
    <Value field="version" label="Version" value={version} onMenu={onMenu} />
  ),
  id: ({ traceId }) => (
    <span title={traceId} className="font-mono text-xs text-soft">
      {traceId.length > 17 ? `${traceId.slice(0, 8)}…${traceId.slice(-6)}` : traceId}
    </span>
  ),
};

function Unknown() {
  return <span className="text-faint">{unknown}</span>;
}

interface ValueProps {
  field: "user" | "session" | "env" | "release" | "version";
  label: string;
  value: string | null;
  onMenu: OpenValueMenu;
}

function Value({ value, ...button }: ValueProps) {
  return value === null ? <Unknown /> : <ValueButton value={value} {...button} />;
}

/** Relative; a hover or the focus of the row shows the moment itself in the same place. */
function StartTime({ row, nowMs, zone }: { row: Row } & CellContext) {
  const startMs = Date.parse(row.startTime);
  return (
    <>
      <time dateTime={row.startTime} className="group-focus-within:hidden group-hover:hidden">
        {formatRelative(startMs, nowMs, zone)}
      </time>
      <time
        dateTime={row.startTime}
        title={formatExact(startMs, zone)}
        className="hidden text-2xs group-focus-within:inline group-hover:inline"
      >
        {formatRowTime(startMs, zone)}
      </time>
    </>
  );
}

function Preview({ text }: { text: string | null }) {
  const words = readablePreview(text);
  return words === null ? <Unknown /> : <span className="text-soft">{words}</span>;
}

function Errors({ row, onMenu }: { row: Row; onMenu: OpenValueMenu }) {
  if (row.level !== "ERROR" && row.level !== "WARNING") return <Unknown />;
  const shown = row.errorCount > 0 ? formatCount(row.errorCount, "error") : "Warning";
  return (
    <ValueButton
      field="level"
      label="Level"
      value={row.level}
      shown={shown}
      onMenu={onMenu}
      className={row.level === "ERROR" ? "text-error hover:text-error" : "text-warning hover:text-warning"}
    />
  );
}

function tokensText({ inputTokens, outputTokens, totalTokens }: Row): string {
  if (inputTokens === null && outputTokens === null) return formatTokens(totalTokens);
  return `${formatTokens(inputTokens)} → ${formatTokens(outputTokens)}`;
}

function Cost({ row }: { row: Row }) {
  const missing =
    row.unpricedCount > 0 ? `${formatCount(row.unpricedCount, "span")} without a known price left out` : null;
  return (
    <span
      title={[exactMoney(row.cost), missing].filter(Boolean).join("; ")}
      className="inline-flex items-center gap-1"
    >
      {missing && (
        <>
          <TriangleAlert aria-hidden className="size-3.5 text-warning" />
          <span className="sr-only">{missing}. </span>
        </>
      )}
      {formatMoney(row.cost)}
    </span>
  );
}

/** Below the name where there is one column only. */
export function NarrowLine({ row, nowMs, zone }: { row: Row } & CellContext) {
  return (
    <span className="block truncate text-xs text-soft md:hidden">
      {formatRelative(Date.parse(row.startTime), nowMs, zone)} · {formatDuration(row.durationMs)} ·{" "}
      {formatInteger(row.totalTokens)} tokens
    </span>
  );
}

export function Level({ row }: { row: Row }) {
  return <LevelIcon level={row.level} running={row.running} />;
}
