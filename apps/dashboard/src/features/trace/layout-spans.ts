import { addDecimals, type Decimal, decimalToText, parseDecimal } from "../../format/decimal.ts";
import type { Span } from "../../trpc/types.ts";
import { spanTokens } from "./span-tokens.ts";

export interface SpanNode {
  span: Span;
  /** Position in the list that was laid out; the node's identity. */
  index: number;
  /** -1 for a root. */
  parent: number;
  children: number[];
  /** From 1. */
  level: number;
  /** From 1, among its siblings. */
  position: number;
  siblings: number;
  /** It names a parent that has not arrived, or that would close a circle. */
  isOrphan: boolean;
  /** Of the span and everything below it, billable parts only; null when nothing is known. */
  readonly subtreeCost: string | null;
  /** The same as a number of units; its text is made when a row asks for it. */
  subtreeDecimal: Decimal | null;
  subtreeTokens: number | null;
}

export interface SpanLayout {
  nodes: SpanNode[];
  /** Node indexes, depth first, children by start time. */
  order: number[];
  /** Where the time axis ends: the last end, at least one unit above zero. */
  extentMs: number;
}

/**
 * Hangs spans below their parents. Every span appears exactly once, whatever the parents say: an unknown
 * parent makes a root (below the row of the trace, where there is one), a circle is opened at its start.
 */
export function layoutSpans(spans: readonly Span[]): SpanLayout {
  const nodes = spans.map(toNode);
  const byId = new Map<string, number>();
  for (const { index, span } of nodes) if (!byId.has(span.spanId)) byId.set(span.spanId, index);
  const traceRow = byId.get("") ?? -1;

  for (const node of nodes) {
    if (node.index === traceRow) continue;
    const { parentSpanId } = node.span;
    const parent = parentSpanId === null ? undefined : byId.get(parentSpanId);
    node.isOrphan = parentSpanId !== null && parent === undefined;
    node.parent = parent ?? traceRow;
  }
  openCircles(nodes, traceRow);

  const roots: number[] = [];
  for (const node of nodes) (nodes[node.parent]?.children ?? roots).push(node.index);
  const order = walk(nodes, roots);
  addSubtrees(nodes, order);
  return { nodes, order, extentMs: extentOf(spans) };
}

function toNode(span: Span, index: number): SpanNode {
  return {
    span,
    index,
    parent: -1,
    children: [],
    level: 1,
    position: 1,
    siblings: 1,
    isOrphan: false,
    subtreeDecimal: null,
    get subtreeCost() {
      return this.subtreeDecimal && decimalToText(this.subtreeDecimal);
    },
    subtreeTokens: null,
  };
}

/** Follows each chain of parents once; where it meets itself, the first of the circle becomes a root. */
function openCircles(nodes: SpanNode[], traceRow: number): void {
  const settled = new Uint8Array(nodes.length);
  for (const node of nodes) {
    const path = new Set<number>();
    let current: SpanNode | undefined = node;
    while (current && settled[current.index] === 0) {
      if (path.has(current.index)) {
        current.parent = traceRow;
        current.isOrphan = true;
        break;
      }
      path.add(current.index);
      current = nodes[current.parent];
    }
    for (const index of path) settled[index] = 1;
  }
}

function walk(nodes: SpanNode[], roots: readonly number[]): number[] {
  const order: number[] = [];
  const stack: { list: readonly number[]; at: number; level: number }[] = [{ list: roots, at: 0, level: 1 }];
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const node = nodes[frame.list[frame.at] ?? -1];
    if (!node) {
      stack.pop();
      continue;
    }
    node.level = frame.level;
    node.position = frame.at + 1;
    node.siblings = frame.list.length;
    order.push(node.index);
    frame.at += 1;
    if (node.children.length > 0) stack.push({ list: node.children, at: 0, level: frame.level + 1 });
  }
  return order;
}

/** Children come after their parents in the order, so one pass backwards adds everything up. */
function addSubtrees(nodes: SpanNode[], order: readonly number[]): void {
  const costs: (Decimal | null)[] = nodes.map(({ span }) =>
    span.billable && span.cost !== null ? parseDecimal(span.cost) : null,
  );
  const tokens = nodes.map(({ span }) => (span.billable ? spanTokens(span) : null));
  for (const index of order.toReversed()) {
    const node = nodes[index];
    if (!node) continue;
    const cost = costs[index] ?? null;
    const count = tokens[index] ?? null;
    node.subtreeDecimal = cost;
    node.subtreeTokens = count;
    if (node.parent < 0) continue;
    const parentCost = costs[node.parent] ?? null;
    costs[node.parent] = cost && parentCost ? addDecimals(cost, parentCost) : (cost ?? parentCost);
    const parentTokens = tokens[node.parent] ?? null;
    tokens[node.parent] = count === null ? parentTokens : count + (parentTokens ?? 0);
  }
}

function extentOf(spans: readonly Span[]): number {
  let extentMs = 0;
  for (const { offsetMs, durationMs } of spans) extentMs = Math.max(extentMs, offsetMs + (durationMs ?? 0));
  return Math.max(extentMs, 0.001);
}

/** The order without what lies below a collapsed node. */
export function visibleOrder({ nodes, order }: SpanLayout, collapsed: ReadonlySet<number>): number[] {
  const visible: number[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const index of order) {
    const node = nodes[index];
    if (!node || node.level > hiddenBelow) continue;
    visible.push(index);
    hiddenBelow = collapsed.has(index) ? node.level : Number.POSITIVE_INFINITY;
  }
  return visible;
}

/** Nodes that have to be open for one to be seen. */
export function ancestorsOf({ nodes }: SpanLayout, index: number): number[] {
  const ancestors: number[] = [];
  for (let parent = nodes[index]?.parent ?? -1; parent >= 0; parent = nodes[parent]?.parent ?? -1) {
    ancestors.push(parent);
  }
  return ancestors;
}
