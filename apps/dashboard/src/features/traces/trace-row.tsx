import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { LevelIcon } from "../../components/level-icon.tsx";
import { formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatCount, formatTokens, unknown } from "../../format/number.ts";
import { readablePreview } from "../../format/preview.ts";
import { formatExact, formatRelative, formatRowTime, type TimeZone } from "../../format/time.ts";
import type { TraceRow as Row } from "../../trpc/types.ts";

interface TraceRowProps {
  row: Row;
  href: string;
  nowMs: number;
  zone: TimeZone;
  onOpen: (traceId: string) => void;
}

export const cellStyle = "h-13 overflow-hidden px-2.5 py-0 text-ellipsis whitespace-nowrap md:h-9";
const numberStyle = `${cellStyle} text-right tabular-nums max-md:hidden`;
const wideOnly = `${cellStyle} text-soft max-lg:hidden`;

/** One trace. The link in its first cell covers the row; a hover or the focus shows the exact time. */
export const TraceRow = memo(function TraceRow({ row, href, nowMs, zone, onOpen }: TraceRowProps) {
  const startMs = Date.parse(row.startTime);
  const relative = formatRelative(startMs, nowMs, zone);
  const input = readablePreview(row.inputPreview);
  const output = readablePreview(row.outputPreview);
  return (
    <tr className="group relative border-b hover:bg-hover focus-within:bg-hover">
      <td className={`${cellStyle} text-soft tabular-nums max-md:hidden`}>
        <time dateTime={row.startTime} className="group-focus-within:hidden group-hover:hidden">
          {relative}
        </time>
        <time
          dateTime={row.startTime}
          title={formatExact(startMs, zone)}
          className="hidden text-xs group-focus-within:inline group-hover:inline"
        >
          {formatRowTime(startMs, zone)}
        </time>
      </td>
      <td className={cellStyle}>
        <span className="flex items-center gap-1.5">
          <LevelIcon level={row.level} running={row.running} />
          <Link
            href={href}
            prefetch={false}
            data-row-link
            onClick={() => onOpen(row.traceId)}
            className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {row.name ?? <span className="font-normal text-soft">Unnamed trace</span>}
          </Link>
        </span>
        <span className="block truncate text-xs text-soft md:hidden">
          {relative} · {formatDuration(row.durationMs)} · {tokensText(row)} tokens
        </span>
      </td>
      <td className={numberStyle}>{formatDuration(row.durationMs)}</td>
      <td className={`${numberStyle} text-soft max-lg:hidden`}>{formatTokens(row.spanCount)}</td>
      <td className={numberStyle}>{tokensText(row)}</td>
      <td className={`${cellStyle} text-right tabular-nums`}>
        <Cost row={row} />
      </td>
      <td className={wideOnly}>{row.userId ?? unknown}</td>
      <td className={wideOnly}>{row.sessionId ?? unknown}</td>
      <td className={`${cellStyle} text-soft max-xl:hidden`}>
        {input === null && output === null ? unknown : input}
        {output !== null && <span className="text-text"> → {output}</span>}
      </td>
    </tr>
  );
});

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
