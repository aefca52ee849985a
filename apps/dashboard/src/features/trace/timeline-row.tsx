import { memo } from "react";
import { classNames } from "../../components/class-names.ts";
import { LevelIcon } from "../../components/level-icon.tsx";
import { describeDuration, formatDuration } from "../../format/duration.ts";
import type { Interval } from "./critical-path.ts";
import { intervalOf } from "./critical-path.ts";
import type { SpanNode } from "./layout-spans.ts";
import { MarkedText } from "./marked-text.tsx";
import { KindMark, kindLooks } from "./span-kinds.tsx";
import type { TimeScale } from "./time-scale.ts";

/** Name and offset beside the bars; on narrow screens above them. */
export const timelineColumns =
  "grid grid-cols-1 pane-2xl:grid-cols-[minmax(9rem,24%)_4.5rem_minmax(0,1fr)] pane-2xl:gap-x-2";

interface TimelineRowProps {
  node: SpanNode;
  id: string;
  scale: TimeScale;
  extentMs: number;
  position: number;
  count: number;
  topPx: number;
  heightPx: number;
  selected: boolean;
  traceRunning: boolean;
  isMatch: boolean;
  words: readonly string[];
  segments: readonly Interval[] | null;
}

export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { node, selected, isMatch } = props;
  const { span } = node;
  const running =
    props.traceRunning && span.durationMs === null && span.kind !== "EVENT" && span.kind !== "TRACE";
  const offset = `+${formatDuration(span.offsetMs)}`;
  return (
    <div
      id={props.id}
      role="option"
      aria-label={describeRow(props, running)}
      aria-selected={selected}
      aria-posinset={props.position}
      aria-setsize={props.count}
      data-node={node.index}
      style={{ transform: `translateY(${props.topPx}px)`, height: props.heightPx }}
      className={classNames(
        timelineColumns,
        "absolute inset-x-0 top-0 content-center px-3 contain-strict",
        selected
          ? "bg-selected/80 shadow-[inset_2px_0_0_var(--accent)] group-focus-visible/timeline:outline-2 group-focus-visible/timeline:-outline-offset-2 group-focus-visible/timeline:outline-accent"
          : isMatch
            ? "bg-warning/12 hover:bg-hover"
            : "hover:bg-hover",
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5">
        <span aria-hidden style={{ width: Math.min(node.level - 1, 16) * 10 }} className="shrink-0" />
        <KindMark kind={span.kind} />
        <LevelIcon level={span.level} running={running} />
        <span className={classNames("truncate", span.level === "ERROR" && "text-error")}>
          <MarkedText text={span.name || kindLooks[span.kind].label} words={props.words} />
        </span>
        <span className="ml-auto shrink-0 pl-2 text-2xs text-faint tabular-nums pane-2xl:hidden" aria-hidden>
          {offset}
        </span>
      </span>
      <span aria-hidden className="text-right text-2xs text-faint tabular-nums hidden pane-2xl:block">
        {offset}
      </span>
      <Bar {...props} running={running} />
    </div>
  );
});

/** One label instead of an element for each of its words. */
function describeRow({ node: { span }, isMatch, segments }: TimelineRowProps, running: boolean): string {
  const { label } = kindLooks[span.kind];
  return [
    `${span.level === "DEFAULT" ? "" : `${span.level.toLowerCase()}: `}${span.name ? `${label} ${span.name}` : label}`,
    isMatch && "found",
    `starts at ${describeDuration(span.offsetMs)}`,
    running ? "running" : `takes ${describeDuration(span.durationMs)}`,
    segments && segments.length > 0 && "on the critical path",
  ]
    .filter(Boolean)
    .join(", ");
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`;

function Bar({
  node,
  scale,
  extentMs,
  traceRunning,
  running,
  segments,
}: TimelineRowProps & { running: boolean }) {
  const { span } = node;
  const { startMs, endMs } = intervalOf(node, extentMs, traceRunning);
  const [from, to] = [scale.toFraction(startMs), scale.toFraction(endMs)];
  const [left, right] = [Math.max(0, from), Math.min(1, to)];
  const firstMs = span.timeToFirstTokenMs;
  const firstToken = firstMs === null ? null : scale.toFraction(startMs + firstMs);
  if (to < 0 || from > 1) {
    return (
      <span aria-hidden className="relative block h-4 text-2xs leading-4 text-faint">
        <span className={classNames("absolute", to < 0 ? "left-0" : "right-0")}>{to < 0 ? "←" : "→"}</span>
      </span>
    );
  }
  return (
    <span aria-hidden className="relative block h-4 overflow-hidden">
      <span
        style={{ left: percent(left), width: percent(right - left) }}
        className={classNames(
          "absolute top-0.5 h-3 min-w-0.5 rounded-[3px]",
          span.level === "ERROR" ? "bg-error" : kindLooks[span.kind].bar,
          running && "animate-pulse mask-r-from-40%",
        )}
      />
      {firstToken !== null && firstToken > left && (
        <span
          title={`First token after ${formatDuration(firstMs)}`}
          style={{ left: percent(left), width: percent(Math.min(firstToken, right) - left) }}
          className="absolute top-0.5 h-3 rounded-l-[3px] border-r-2 border-canvas bg-canvas/50"
        />
      )}
      {segments?.map((segment) => (
        <span
          key={segment.startMs}
          style={placed(scale, segment)}
          className="absolute bottom-0 h-[3px] min-w-px bg-text"
        />
      ))}
      <span
        style={right < 0.85 ? { left: percent(right) } : { right: percent(1 - left) }}
        className={classNames(
          "absolute top-0 px-1.5 text-2xs leading-4 whitespace-nowrap text-soft tabular-nums",
          right >= 0.85 && left < 0.15 && "invisible",
        )}
      >
        {running ? "running" : formatDuration(span.durationMs)}
      </span>
      {right >= 0.85 && left < 0.15 && (
        <span className="absolute top-0.5 right-1.5 rounded bg-canvas/85 px-1 text-2xs leading-3 text-text tabular-nums">
          {running ? "running" : formatDuration(span.durationMs)}
        </span>
      )}
    </span>
  );
}

/** Where an interval lies in the window, cut at its edges. */
export function placed(scale: TimeScale, { startMs, endMs }: Interval): { left: string; width: string } {
  const left = Math.min(1, Math.max(0, scale.toFraction(startMs)));
  const right = Math.min(1, Math.max(0, scale.toFraction(endMs)));
  return { left: percent(left), width: percent(right - left) };
}
