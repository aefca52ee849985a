import { addDecimals, type Decimal, decimalToText, parseDecimal } from "../../format/decimal.ts";
import type { Span } from "../../trpc/types.ts";
import { spanTokens } from "./span-tokens.ts";

export class SpanNode {
  readonly span: Span;
  /** Position in the list that was laid out; the node's identity. */
  readonly index: number;
  /** -1 for a root. */
  parent = -1;
  children: number[] = [];
  /** From 1. */
  level = 1;
  /** From 1, among its siblings. */
  position = 1;
  siblings = 1;
  /** It names a parent that has not arrived, or that would close a circle. */
  isOrphan = false;
  /** The same as subtreeCost, as a number of units. */
  subtreeDecimal: Decimal | null = null;
  subtreeTokens: number | null = null;

  constructor(span: Span, index: number) {
    this.span = span;
    this.index = index;
  }

  /** Of the span and everything below it, billable parts only; null when nothing is known. */
  get subtreeCost(): string | null {
    return this.subtreeDecimal && decimalToText(this.subtreeDecimal);
  }
}

export interface SpanLayout {
  /** As they were given. */
  spans: readonly Span[];
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
  const nodes = spans.map((span, index) => new SpanNode(span, index));
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
  return { spans, nodes, order, extentMs: extentOf(spans) };
}

/** Follows each chain of parents once; where it meets itself, the first of the circle becomes a root. */
function openCircles(nodes: SpanNode[], traceRow: number): void {
  /** Of each node the chain in which it was met, by where that began; 0 for none. */
  const metIn = new Uint32Array(nodes.length);
  for (const node of nodes) {
    const chain = node.index + 1;
    let current: SpanNode | undefined = node;
    while (current && metIn[current.index] === 0) {
      metIn[current.index] = chain;
      current = nodes[current.parent];
    }
    if (current && metIn[current.index] === chain) {
      current.parent = traceRow;
      current.isOrphan = true;
    }
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
