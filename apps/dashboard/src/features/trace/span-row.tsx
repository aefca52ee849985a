import { MessageSquare, Unlink } from "lucide-react";
import { memo } from "react";
import { classNames } from "../../components/class-names.ts";
import { LevelIcon } from "../../components/level-icon.tsx";
import { describeDuration, formatDuration } from "../../format/duration.ts";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatCount, formatTokens, unknown } from "../../format/number.ts";
import type { Interval } from "./critical-path.ts";
import type { SpanNode } from "./layout-spans.ts";
import { MarkedText } from "./marked-text.tsx";
import { KindMark, kindLooks } from "./span-kinds.tsx";
import { spanTokens } from "./span-tokens.ts";

export const spanColumns =
  "grid grid-cols-[minmax(0,1fr)_4.5rem_4rem] items-center gap-x-2 pane-xl:grid-cols-[minmax(0,1fr)_minmax(5rem,18%)_4.25rem_4.25rem_6rem] pane-3xl:grid-cols-[minmax(0,1fr)_minmax(5rem,26%)_4.25rem_4.25rem_6.5rem]";
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
  commentCount: number;
  isMatch: boolean;
  words: readonly string[];
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
  const name = span.name || kindLooks[span.kind].label;
  const tokens = ownTokens ?? node.subtreeTokens;
  const cost = span.cost ?? node.subtreeCost;
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
      className={rowStyle(selected, props.isMatch)}
    >
      <td
        className="flex min-w-0 items-center gap-1.5"
        style={{ paddingLeft: Math.min(node.level - 1, 24) * indentPx + (isParent ? 0 : togglePx) }}
      >
        {isParent && (
          <span aria-hidden data-toggle="" data-open={expanded ? "" : undefined} className={toggleStyle} />
        )}
        <KindMark kind={span.kind} labelled />
        <LevelIcon level={span.level} running={running} />
        <span className={span.level === "ERROR" ? "truncate text-error" : "truncate"}>
          <MarkedText text={name} words={props.words} />
        </span>
        <NameMarks
          node={node}
          isMatch={props.isMatch}
          commentCount={props.commentCount}
          hidesOwn={isParent && !expanded}
        />
      </td>
      <td
        aria-label={`starts at ${describeDuration(span.offsetMs)}${props.segments?.length ? ", on the critical path" : ""}`}
        className="relative h-4"
      >
        <Bar node={node} extentMs={extentMs} running={running} segments={props.segments} />
      </td>
      <td className="truncate text-right text-xs tabular-nums text-soft">
        {running ? "running" : formatDuration(span.durationMs)}
      </td>
      <td {...figure(formatTokens(tokens), ownTokens === null)} />
      <td {...figure(formatMoney(cost), span.cost === null, span.cost)} />
    </tr>
  );
});

const indentPx = 14;
/** Its width and the gap after it. */
const togglePx = 22;
/** A corner turned: one element instead of an icon, of which a long list has hundreds. */
const toggleStyle =
  "relative h-7 w-4 shrink-0 text-faint before:absolute before:top-1/2 before:left-1/2 before:size-[5px] before:-translate-x-[70%] before:-translate-y-1/2 before:-rotate-45 before:border-r-[1.5px] before:border-b-[1.5px] before:border-current hover:text-text data-open:before:-translate-x-1/2 data-open:before:-translate-y-[75%] data-open:before:rotate-45";
const plainRow = `${spanColumns} absolute inset-x-0 top-0 cursor-default pr-3 pl-2 contain-strict`;
const selectedRow =
  "bg-selected shadow-[inset_2px_0_0_var(--accent)] group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-accent";

function rowStyle(selected: boolean, isMatch: boolean): string {
  if (selected) return `${plainRow} ${selectedRow}`;
  return `${plainRow} hover:bg-hover ${isMatch ? "bg-warning-soft" : ""}`;
}

interface NameMarksProps {
  node: SpanNode;
  isMatch: boolean;
  commentCount: number;
  hidesOwn: boolean;
}

/** What few spans have. */
function NameMarks({ node, isMatch, commentCount, hidesOwn }: NameMarksProps) {
  const { span } = node;
  return (
    <>
      {isMatch && <span className="sr-only">, found</span>}
      {span.model && !span.name.includes(span.model) && (
        <span className="hidden min-w-0 shrink-[99] truncate text-xs text-faint pane-3xl:inline">
          {span.model}
        </span>
      )}
      {node.isOrphan && (
        <span title="Its parent has not arrived" className="inline-flex shrink-0">
          <Unlink aria-hidden className="size-3 text-faint" />
          <span className="sr-only">parent has not arrived</span>
        </span>
      )}
      {commentCount > 0 && <Comments count={commentCount} />}
      {hidesOwn && (
        <span className="shrink-0 rounded bg-hover px-1 text-2xs text-soft">{node.children.length}</span>
      )}
    </>
  );
}

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

const figureStyle = "hidden truncate text-right text-xs tabular-nums pane-xl:block";

/** What the span itself says; a fainter sum of what lies below where it says nothing. */
function figure(shown: string, isSum: boolean, exactCost: string | null = null) {
  if (shown === unknown) return { className: `${figureStyle} text-faint`, children: unknown };
  if (isSum) {
    return {
      className: `${figureStyle} text-faint`,
      title: "Sum of the spans below",
      "aria-label": `sum of the spans below ${shown}`,
      children: `Σ ${shown}`,
    };
  }
  return {
    className: exactCost === null ? `${figureStyle} text-soft` : figureStyle,
    title: exactCost === null ? undefined : exactMoney(exactCost),
    children: shown,
  };
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
    <>
      <span
        aria-hidden
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
          aria-hidden
          style={{
            left: `${(startMs / extentMs) * 100}%`,
            width: `${((endMs - startMs) / extentMs) * 100}%`,
          }}
          className="absolute -bottom-[3px] h-[3px] min-w-px bg-text"
        />
      ))}
    </>
  );
}
