"use client";

import { useEffect, useState } from "react";
import type { PlacedGraph } from "./layout-graph.ts";
import type { SpanGraph } from "./span-graph.ts";

type State = { graph: SpanGraph; placed: PlacedGraph } | { graph: SpanGraph; failed: true } | null;

/** Where the nodes of a graph go, worked out beside the page. A newer graph ends the work on an older one. */
export function useGraphLayout(graph: SpanGraph | null) {
  const [state, setState] = useState<State>(null);
  useEffect(() => {
    if (!graph || graph.nodes.length === 0) return;
    const worker = new Worker(new URL("./graph-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<PlacedGraph>) => {
      setState({ graph, placed: data });
    });
    worker.addEventListener("error", () => setState({ graph, failed: true }));
    worker.postMessage({
      nodeCount: graph.nodes.length,
      edges: graph.edges.map(({ from, to, type }) => ({ from, to, type })),
    });
    return () => worker.terminate();
  }, [graph]);
  return state;
}
