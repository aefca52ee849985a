import { Graph, layout } from "@dagrejs/dagre";

import { graphNodeHeight, graphNodeWidth } from "./graph-size.ts";

/** What is needed to place a graph; nodes are numbered from 0. */
export interface GraphShape {
  nodeCount: number;
  edges: readonly { from: number; to: number; type: "calls" | "then" }[];
}

interface Point {
  x: number;
  y: number;
}

export interface PlacedGraph {
  width: number;
  height: number;
  /** Centres. */
  nodes: Point[];
  /** In the order of the edges; empty for an edge from a node to itself. */
  edges: Point[][];
}

/** Places callers above what they call, and what came first before what followed. */
export function layoutGraph({ nodeCount, edges }: GraphShape): PlacedGraph {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 46, marginx: 16, marginy: 16 });
  for (let id = 0; id < nodeCount; id++) {
    graph.setNode(String(id), { width: graphNodeWidth, height: graphNodeHeight });
  }
  for (const [index, { from, to, type }] of edges.entries()) {
    if (from === to) continue;
    graph.setEdge(String(from), String(to), { weight: type === "calls" ? 2 : 1 }, String(index));
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: Array.from({ length: nodeCount }, (_none, id) => {
      const { x = 0, y = 0 } = graph.node(String(id));
      return { x, y };
    }),
    edges: edges.map(({ from, to }, index) => {
      if (from === to) return [];
      const { points = [] } = graph.edge(String(from), String(to), String(index));
      return points.map(({ x, y }: Point) => ({ x, y }));
    }),
  };
}
