import { ChevronRight, MessageSquare, Sigma, Unlink } from "lucide-react";
import { memo } from "react";
import { classNames } from "../../components/class-names.ts";
import { LevelIcon } from "../../components/level-icon.tsx";
import { describeDuration, formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatCount, formatTokens, unknown } from "../../format/number.ts";
import type { Interval } from "./critical-path.ts";
import type { SpanNode } from "./layout-spans.ts";
import { MarkedText } from "./marked-text.tsx";
import { KindIcon, kindLooks } from "./span-kinds.tsx";
import { spanTokens } from "./span-tokens.ts";

export const spanColumns =
  "grid grid-cols-[minmax(0,1fr)_4.5rem_4rem] items-center gap-x-2 @xl/pane:grid-cols-[minmax(0,1fr)_minmax(5rem,18%)_4.25rem_4.25rem_6rem] @3xl/pane:grid-cols-[minmax(0,1fr)_minmax(5rem,26%)_4.25rem_4.25rem_6.5rem]";
export const spanRowHeightPx = 32;

interface SpanRowProps {
  node: SpanNode;
  rowIndex: number;
  id: string;
  expanded: boolean;
  selected: boolean;
  traceRunning: boolean;
  extentMs: number;
  topPx: number;
  /** The search found it. */
  isMatch: boolean;
  words: readonly string[];
  commentCount: number;
  /** Its share of the critical path; null while that is not shown. */
  segments: readonly Interval[] | null;
}

export const SpanRow = memo(function SpanRow(props: SpanRowProps) {
  const { node, expanded, selected, extentMs } = props;
  const { span } = node;
  const ownTokens = spanTokens(span);
  const isParent = node.children.length > 0;
  const running =
    props.traceRunning && span.durationMs === null && span.kind !== "EVENT" && span.kind !== "TRACE";
  const hidesOwn = isParent && !expanded;
  return (
    <tr
      id={props.id}
      data-node={node.index}
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-rowindex={props.rowIndex}
      aria-expanded={isParent ? expanded : undefined}
      aria-selected={selected}
      style={{ transform: `translateY(${props.topPx}px)`, height: spanRowHeightPx }}
      className={classNames(
        spanColumns,
        "absolute inset-x-0 top-0 cursor-default pr-3 pl-2 contain-content",
        selected
          ? "bg-selected shadow-[inset_2px_0_0_var(--accent)] group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-accent"
          : props.isMatch
            ? "bg-warning-soft hover:bg-hover"
            : "hover:bg-hover",
      )}
    >
      <td
        className="flex min-w-0 items-center gap-1.5"
        style={{ paddingLeft: Math.min(node.level - 1, 24) * 14 }}
      >
        <span
          aria-hidden
          data-toggle={isParent ? "" : undefined}
          className={classNames(
            "grid h-7 w-4 shrink-0 place-items-center text-faint",
            isParent ? "hover:text-text" : "invisible",
          )}
        >
          {isParent && <ChevronRight className={classNames("size-3.5", expanded && "rotate-90")} />}
        </span>
        <KindIcon kind={span.kind} />
        <LevelIcon level={span.level} running={running} />
        <span className={classNames("truncate", span.level === "ERROR" && "text-error")}>
          <MarkedText text={span.name || kindLooks[span.kind].label} words={props.words} />
        </span>
        {props.isMatch && <span className="sr-only">, found</span>}
        {span.model && !span.name.includes(span.model) && (
          <span className="hidden min-w-0 shrink-[99] truncate text-xs text-faint @3xl/pane:inline">
            {span.model}
          </span>
        )}
        {node.isOrphan && (
          <span title="Its parent has not arrived" className="inline-flex shrink-0">
            <Unlink aria-hidden className="size-3 text-faint" />
            <span className="sr-only">parent has not arrived</span>
          </span>
        )}
        {props.commentCount > 0 && <Comments count={props.commentCount} />}
        {hidesOwn && (
          <span className="shrink-0 rounded bg-hover px-1 text-2xs text-soft">{node.children.length}</span>
        )}
      </td>
      <td className="h-full">
        <Bar node={node} extentMs={extentMs} running={running} segments={props.segments} />
        <span className="sr-only">
          starts at {describeDuration(span.offsetMs)}
          {props.segments && props.segments.length > 0 && ", on the critical path"}
        </span>
      </td>
      <td className="truncate text-right text-xs tabular-nums text-soft">
        {running ? "running" : formatDuration(span.durationMs)}
      </td>
      <td className="truncate text-right text-xs tabular-nums text-soft @max-xl/pane:hidden">
        <Sum isSum={ownTokens === null} shown={formatTokens(ownTokens ?? node.subtreeTokens)} />
      </td>
      <td
        title={span.cost === null ? undefined : exactMoney(span.cost)}
        className="truncate text-right text-xs tabular-nums @max-xl/pane:hidden"
      >
        <Sum isSum={span.cost === null} shown={formatMoney(span.cost ?? node.subtreeCost)} />
      </td>
    </tr>
  );
});

function Comments({ count }: { count: number }) {
  const label = formatCount(count, "comment");
  return (
    <span title={label} className="inline-flex shrink-0 items-center gap-1 text-2xs text-accent">
      <MessageSquare aria-hidden className="size-3" />
      <span aria-hidden>{count}</span>
      <span className="sr-only">, {label}</span>
    </span>
  );
}

/** What the span itself says; a fainter sum of what lies below where it says nothing. */
function Sum({ isSum, shown }: { isSum: boolean; shown: string }) {
  if (!isSum || shown === unknown)
    return shown === unknown ? <span className="text-faint">{unknown}</span> : shown;
  return (
    <span title="Sum of the spans below" className="text-faint">
      <Sigma aria-hidden className="mr-0.5 inline size-3 align-[-1.5px]" />
      <span className="sr-only">sum of the spans below </span>
      {shown}
    </span>
  );
}

interface BarProps {
  node: SpanNode;
  extentMs: number;
  running: boolean;
  segments: readonly Interval[] | null;
}

function Bar({ node: { span }, extentMs, running, segments }: BarProps) {
  const left = Math.min(100, (Math.max(0, span.offsetMs) / extentMs) * 100);
  const width = running ? 100 - left : Math.min(100 - left, ((span.durationMs ?? 0) / extentMs) * 100);
  const firstToken =
    span.timeToFirstTokenMs !== null && span.durationMs
      ? (span.timeToFirstTokenMs / span.durationMs) * 100
      : null;
  return (
    <span aria-hidden className="relative block h-full">
      <span
        style={{ left: `${left}%`, width: `${width}%` }}
        className={classNames(
          "absolute top-1/2 h-2 min-w-0.5 -translate-y-1/2 overflow-hidden rounded-[2px]",
          span.level === "ERROR" ? "bg-error" : kindLooks[span.kind].bar,
          running && "animate-pulse mask-r-from-40%",
        )}
      >
        {firstToken !== null && firstToken < 100 && (
          <span style={{ width: `${firstToken}%` }} className="absolute inset-y-0 left-0 bg-canvas/55" />
        )}
      </span>
      {segments?.map(({ startMs, endMs }) => (
        <span
          key={startMs}
          style={{
            left: `${(startMs / extentMs) * 100}%`,
            width: `${((endMs - startMs) / extentMs) * 100}%`,
          }}
          className="absolute bottom-[5px] h-[3px] min-w-px bg-text"
        />
      ))}
    </span>
  );
}
