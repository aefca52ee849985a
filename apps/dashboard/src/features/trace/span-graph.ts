import { sumMoney } from "../../format/money.ts";
import type { Span } from "../../trpc/types.ts";
import type { SpanLayout } from "./layout-spans.ts";

/** Spans of one name and kind below the same parent, as one node. */
export interface GraphNode {
  id: number;
  kind: Span["kind"];
  name: string;
  /** Node indexes, in order of time. */
  spans: number[];
  errorCount: number;
  /** The sum of what is known; null when nothing is. */
  durationMs: number | null;
  /** Of the spans and everything below them. */
  cost: string | null;
}

export interface GraphEdge {
  from: number;
  to: number;
  /** "calls" goes from a parent to its child, "then" from a span to the next one beside it. */
  type: "calls" | "then";
  count: number;
}

export interface SpanGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

const plain = new Set<Span["kind"]>(["TRACE", "SPAN", "CHAIN", "EVENT"]);

/** More would neither be read nor be drawn in time. */
export const maxGraphNodes = 300;

/**
 * Agents, tools and generations without what merely wraps them: children of a plain span belong to the
 * closest shown span above. A trace of plain spans shows them all.
 */
export function buildGraph(layout: SpanLayout): SpanGraph {
  const isRich = layout.nodes.some(({ span }) => !plain.has(span.kind));
  const isShown = ({ kind }: Span) => (isRich ? !plain.has(kind) : kind !== "TRACE");
  const graph: SpanGraph = { nodes: [], edges: [] };
  const byKey = new Map<string, GraphNode>();
  /** For each span: the node it belongs to, or that of the closest shown span above it. */
  const nodeOf = new Int32Array(layout.nodes.length).fill(-1);
  /** The same for the span itself, to tell one call of an agent from another. */
  const shownSpan = new Int32Array(layout.nodes.length).fill(-1);
  const children = new Map<number, number[]>();
  for (const index of layout.order) {
    const node = layout.nodes[index];
    if (!node) continue;
    const parentNode = node.parent >= 0 ? (nodeOf[node.parent] ?? -1) : -1;
    const parentSpan = node.parent >= 0 ? (shownSpan[node.parent] ?? -1) : -1;
    nodeOf[index] = parentNode;
    shownSpan[index] = parentSpan;
    if (!isShown(node.span)) continue;
    const key = JSON.stringify([parentNode, node.span.kind, node.span.name]);
    const known = byKey.get(key);
    const target = known ?? emptyNode(graph.nodes.length, node.span);
    if (!known) {
      byKey.set(key, target);
      graph.nodes.push(target);
    }
    addSpan(target, node);
    nodeOf[index] = target.id;
    shownSpan[index] = index;
    const beside = children.get(parentSpan);
    if (beside) beside.push(index);
    else children.set(parentSpan, [index]);
  }
  graph.edges = edgesOf(layout, nodeOf, children);
  return graph;
}

function emptyNode(id: number, { kind, name }: Span): GraphNode {
  return { id, kind, name, spans: [], errorCount: 0, durationMs: null, cost: null };
}

function addSpan(node: GraphNode, { index, span, subtreeCost }: SpanLayout["nodes"][number]): void {
  node.spans.push(index);
  if (span.level === "ERROR") node.errorCount += 1;
  if (span.durationMs !== null) node.durationMs = (node.durationMs ?? 0) + span.durationMs;
  node.cost = sumMoney([node.cost, subtreeCost]);
}

/** Children of a call in order of their start: each follows the one before it. */
function edgesOf(
  { nodes }: SpanLayout,
  nodeOf: Int32Array,
  children: ReadonlyMap<number, readonly number[]>,
): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  const add = (type: GraphEdge["type"], from: number, to: number) => {
    const key = `${type} ${from} ${to}`;
    const known = edges.get(key);
    if (known) known.count += 1;
    else edges.set(key, { from, to, type, count: 1 });
  };
  const startOf = (index: number) => nodes[index]?.span.offsetMs ?? 0;
  for (const [parent, below] of children) {
    let before = -1;
    for (const index of below.toSorted((left, right) => startOf(left) - startOf(right))) {
      const node = nodeOf[index] ?? -1;
      if (parent >= 0) add("calls", nodeOf[parent] ?? -1, node);
      if (before >= 0 && before !== node) add("then", before, node);
      before = node;
    }
  }
  return [...edges.values()];
}
