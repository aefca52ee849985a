"use client";

import { type ReactNode, useMemo, useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import { formatCount } from "../../format/number.ts";
import { GraphCanvas } from "./graph-canvas.tsx";
import { GraphList } from "./graph-list.tsx";
import { buildGraph, maxGraphNodes } from "./span-graph.ts";
import { SpanTree } from "./span-tree.tsx";
import { useGraphLayout } from "./use-graph-layout.ts";
import type { ViewProps } from "./view-props.ts";
import { ViewSkeleton } from "./view-skeleton.tsx";

/** Agents, tools and generations, each once with its calls; what calls what, and what followed what. */
export function GraphView(props: ViewProps) {
  const { layout, selected, found, path, onSelect } = props;
  const [asList, setAsList] = useState(false);
  const graph = useMemo(() => buildGraph(layout), [layout]);
  const isTooLarge = graph.nodes.length > maxGraphNodes;
  const state = useGraphLayout(isTooLarge || asList ? null : graph);
  const selectedNode = useMemo(
    () => graph.nodes.findIndex(({ spans }) => spans.includes(selected)),
    [graph, selected],
  );
  /** Again on the same node: its next call. */
  const openNode = (id: number) => {
    const spans = graph.nodes[id]?.spans ?? [];
    const next = spans[(spans.indexOf(selected) + 1) % spans.length];
    if (next !== undefined) onSelect(next);
  };
  if (isTooLarge) {
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        <Notice>
          This graph would have {formatCount(graph.nodes.length, "node")}, too many to be read (
          {maxGraphNodes} are drawn). Here is the tree.
        </Notice>
        <SpanTree {...props} />
      </div>
    );
  }
  const failed = state !== null && "failed" in state;
  const placed = state !== null && "placed" in state && state.graph === graph ? state.placed : null;
  return (
    <section aria-label="Graph" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-3 border-b px-3 text-xs text-faint">
        <span className="min-w-0 truncate">
          {formatCount(graph.nodes.length, "node")}; solid lines call, dashed lines follow
        </span>
        <Button
          look="quiet"
          aria-pressed={asList}
          className="ml-auto aria-pressed:bg-selected aria-pressed:text-accent"
          onClick={() => setAsList(!asList)}
        >
          As a list
        </Button>
      </div>
      {failed && !asList && <Notice>The graph could not be drawn here. This is its list.</Notice>}
      {graph.nodes.length === 0 ? (
        <p className="p-4 text-soft">There is nothing to draw: the trace has no spans yet.</p>
      ) : asList || failed ? (
        <GraphList graph={graph} selectedNode={selectedNode} onOpenNode={openNode} />
      ) : placed ? (
        <GraphCanvas
          graph={graph}
          placed={placed}
          selectedNode={selectedNode}
          found={found}
          critical={path?.nodes ?? null}
          onOpenNode={openNode}
        />
      ) : (
        <ViewSkeleton />
      )}
    </section>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return <output className="block shrink-0 border-b bg-warning-soft px-4 py-1.5 text-xs">{children}</output>;
}
