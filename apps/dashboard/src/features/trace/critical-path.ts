import type { SpanLayout, SpanNode } from "./layout-spans.ts";

/** Milliseconds from the start of the trace. */
export interface Interval {
  startMs: number;
  endMs: number;
}

export interface PathSegment extends Interval {
  /** The node that the trace waited for; -1 between roots, where nothing ran. */
  node: number;
}

export interface CriticalPath {
  /** In order of time, without overlap; together they are the whole trace. */
  segments: PathSegment[];
  /** Nodes with a share of the path. */
  nodes: ReadonlySet<number>;
  durationMs: number;
  /** Times in which no leaf span ran. */
  idle: Interval[];
  idleMs: number;
}

/** A span without an end lasts to the end of the axis while the trace runs, else it is a moment. */
export function intervalOf({ span }: SpanNode, extentMs: number, traceRunning: boolean): Interval {
  const startMs = Math.min(Math.max(0, span.offsetMs), extentMs);
  if (span.durationMs !== null) return { startMs, endMs: Math.min(startMs + span.durationMs, extentMs) };
  const isOpen = traceRunning && span.kind !== "EVENT";
  return { startMs, endMs: isOpen || span.kind === "TRACE" ? extentMs : startMs };
}

/**
 * What the trace waited for, read backwards from its end: at each moment the child that ended last, and
 * between children their parent itself. Children are taken as far as they lie inside their parent.
 */
export function findCriticalPath(layout: SpanLayout, traceRunning: boolean): CriticalPath {
  const { nodes, extentMs } = layout;
  const intervals = nodes.map((node) => intervalOf(node, extentMs, traceRunning));
  const byEnd = childrenByEnd(layout, intervals);
  const whole = wholeOf(layout, intervals);
  const segments: PathSegment[] = [];
  const stack: Frame[] = [whole.frame];
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const child = nextChild(frame, byEnd, intervals);
    if (child === null) {
      if (frame.atMs > frame.fromMs) {
        segments.push({ node: frame.node, startMs: frame.fromMs, endMs: frame.atMs });
      }
      stack.pop();
      continue;
    }
    if (frame.atMs > child.endMs) {
      segments.push({ node: frame.node, startMs: child.endMs, endMs: frame.atMs });
    }
    frame.atMs = child.startMs;
    stack.push({ node: child.node, fromMs: child.startMs, atMs: child.endMs, next: 0 });
  }
  segments.reverse();
  const idle = idleOf(layout, intervals, whole.interval);
  return {
    segments,
    nodes: new Set(segments.map(({ node }) => node).filter((node) => node >= 0)),
    durationMs: whole.interval.endMs - whole.interval.startMs,
    idle,
    idleMs: idle.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
  };
}

/** A node being walked backwards: what is left of it is [fromMs, atMs]. */
interface Frame {
  node: number;
  fromMs: number;
  atMs: number;
  /** Position in its children by end. */
  next: number;
}

const noChildren: readonly number[] = [];

function nextChild(
  frame: Frame,
  byEnd: ReadonlyMap<number, readonly number[]>,
  intervals: readonly Interval[],
): PathSegment | null {
  const children = byEnd.get(frame.node) ?? noChildren;
  const isFirst = frame.next === 0;
  while (frame.next < children.length) {
    const node = children[frame.next] ?? -1;
    frame.next += 1;
    const interval = intervals[node];
    if (!interval) continue;
    const startMs = Math.max(interval.startMs, frame.fromMs);
    // Only before the first step may a child reach beyond; later it ran beside what was taken.
    const endMs = isFirst ? Math.min(interval.endMs, frame.atMs) : interval.endMs;
    if (endMs <= frame.atMs && startMs < endMs) return { node, startMs, endMs };
  }
  return null;
}

/** Children of every node, of -1 the roots, the last end first. */
function childrenByEnd(
  { nodes }: SpanLayout,
  intervals: readonly Interval[],
): ReadonlyMap<number, readonly number[]> {
  const endOf = (index: number) => intervals[index]?.endMs ?? 0;
  const sorted = new Map<number, number[]>();
  const roots = nodes.filter(({ parent }) => parent < 0).map(({ index }) => index);
  const sort = (indexes: readonly number[]) =>
    indexes.toSorted((left, right) => endOf(right) - endOf(left) || left - right);
  sorted.set(-1, sort(roots));
  for (const { index, children } of nodes) if (children.length > 0) sorted.set(index, sort(children));
  return sorted;
}

/** The one root; where there are several, from the first start to the last end of them. */
function wholeOf({ nodes }: SpanLayout, intervals: readonly Interval[]) {
  const roots = nodes.filter(({ parent }) => parent < 0);
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { index } of roots) {
    const interval = intervals[index];
    startMs = Math.min(startMs, interval?.startMs ?? 0);
    endMs = Math.max(endMs, interval?.endMs ?? 0);
  }
  const interval: Interval = roots.length === 0 ? { startMs: 0, endMs: 0 } : { startMs, endMs };
  const only = roots.length === 1 ? roots[0] : undefined;
  const frame: Frame = { node: only?.index ?? -1, fromMs: interval.startMs, atMs: interval.endMs, next: 0 };
  return { interval, frame };
}

function idleOf({ nodes }: SpanLayout, intervals: readonly Interval[], whole: Interval): Interval[] {
  const leaves: Interval[] = [];
  for (const { index, children, span } of nodes) {
    const interval = intervals[index];
    if (interval && children.length === 0 && span.kind !== "EVENT") leaves.push(interval);
  }
  leaves.sort((left, right) => left.startMs - right.startMs);
  const idle: Interval[] = [];
  let atMs = whole.startMs;
  for (const { startMs, endMs } of leaves) {
    if (startMs > atMs && atMs < whole.endMs) {
      idle.push({ startMs: atMs, endMs: Math.min(startMs, whole.endMs) });
    }
    atMs = Math.max(atMs, endMs);
  }
  if (atMs < whole.endMs) idle.push({ startMs: atMs, endMs: whole.endMs });
  return idle;
}

/** Each node's shares of the path, in order of time. */
export function segmentsByNode({ segments }: CriticalPath): Map<number, PathSegment[]> {
  const shares = new Map<number, PathSegment[]>();
  for (const segment of segments) {
    const known = shares.get(segment.node);
    if (known) known.push(segment);
    else shares.set(segment.node, [segment]);
  }
  return shares;
}
