import type { KeyboardEvent } from "react";
import { classNames } from "../../components/class-names.ts";
import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { formatCount, unknown } from "../../format/number.ts";
import { graphNodeHeight, graphNodeWidth } from "./graph-size.ts";
import type { GraphEdge, GraphNode } from "./span-graph.ts";
import { KindMark, kindLooks } from "./span-kinds.tsx";

interface Point {
  x: number;
  y: number;
}

interface GraphNodeBoxProps {
  node: GraphNode;
  at: Point;
  selected: boolean;
  /** How many of its spans the search found. */
  found: number;
  critical: boolean;
  onOpen: () => void;
  /** Keys that move or zoom the graph. */
  onKey: (event: KeyboardEvent) => void;
}

export function GraphNodeBox({ node, at, selected, found, critical, onOpen, onKey }: GraphNodeBoxProps) {
  const { label } = kindLooks[node.kind];
  const name = node.name || label;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return onKey(event);
    event.preventDefault();
    onOpen();
  };
  return (
    <g
      role="button"
      tabIndex={0}
      data-graph-node
      aria-pressed={selected}
      aria-label={[
        `${label} ${name}`,
        describeNode(node),
        found > 0 && "found",
        critical && "on the critical path",
      ]
        .filter(Boolean)
        .join(", ")}
      transform={`translate(${at.x - graphNodeWidth / 2} ${at.y - graphNodeHeight / 2})`}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      className="group/node cursor-pointer outline-none"
    >
      <title>{`${label} ${name}\n${describeNode(node)}`}</title>
      <rect
        width={graphNodeWidth}
        height={graphNodeHeight}
        rx={8}
        className={classNames(
          "group-focus-visible/node:stroke-accent group-focus-visible/node:stroke-3",
          found > 0 ? "fill-warning-soft" : "fill-raised",
          selected
            ? "stroke-accent stroke-2"
            : node.errorCount > 0
              ? "stroke-error"
              : found > 0
                ? "stroke-warning"
                : "stroke-line-strong/60",
        )}
      />
      {critical && (
        <rect x={8} y={graphNodeHeight - 5} width={graphNodeWidth - 16} height={3} className="fill-text" />
      )}
      <KindMark kind={node.kind} x={12} y={11} width={14} height={14} />
      <text x={32} y={22} className="fill-text text-xs font-medium">
        {cut(name, node.spans.length > 1 ? 17 : 22)}
      </text>
      {node.spans.length > 1 && (
        <text x={graphNodeWidth - 12} y={22} textAnchor="end" className="fill-soft text-2xs tabular-nums">
          ×{node.spans.length}
        </text>
      )}
      <text x={12} y={43} className="fill-soft text-2xs tabular-nums">
        {formatDuration(node.durationMs)}
        {node.cost !== null && ` · ${formatMoney(node.cost)}`}
        {node.errorCount > 0 && (
          <tspan className="fill-error">{` · ${formatCount(node.errorCount, "error")}`}</tspan>
        )}
      </text>
    </g>
  );
}

/** Counts and sums in words. */
function describeNode({ spans, durationMs, cost, errorCount }: GraphNode): string {
  const parts = [formatCount(spans.length, "call"), `${formatDuration(durationMs)} in total`];
  if (cost !== null) parts.push(`cost ${formatMoney(cost)}`);
  if (errorCount > 0) parts.push(formatCount(errorCount, "error"));
  return parts.filter((part) => part !== unknown).join(", ");
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

const arrow = 5;

export function GraphEdgePath({ edge, points }: { edge: GraphEdge; points: readonly Point[] }) {
  const [first] = points;
  const last = points.at(-1);
  const before = points.at(-2);
  if (!first || !last || !before) return null;
  const angle = Math.atan2(last.y - before.y, last.x - before.x);
  const wing = (turn: number) =>
    `${last.x - arrow * 1.6 * Math.cos(angle + turn)},${last.y - arrow * 1.6 * Math.sin(angle + turn)}`;
  const middle = points[Math.floor(points.length / 2)] ?? last;
  const follows = edge.type === "then";
  return (
    <g aria-hidden className={follows ? "stroke-faint fill-faint" : "stroke-line-strong fill-line-strong"}>
      <path d={smooth(points)} fill="none" strokeWidth={1.25} strokeDasharray={follows ? "4 4" : undefined} />
      <polygon points={`${last.x},${last.y} ${wing(0.45)} ${wing(-0.45)}`} stroke="none" />
      {follows && edge.count > 1 && (
        <text
          x={middle.x}
          y={middle.y}
          textAnchor="middle"
          className="fill-soft stroke-surface stroke-4 text-2xs [paint-order:stroke]"
        >
          {edge.count}
        </text>
      )}
    </g>
  );
}

/** Through the middles between the points, bent at them. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    if (!next) parts.push(`L${point.x},${point.y}`);
    else parts.push(`Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`);
  }
  return parts.join(" ");
}
