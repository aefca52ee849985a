"use client";

import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import { GraphEdgePath, GraphNodeBox } from "./graph-marks.tsx";
import type { PlacedGraph } from "./layout-graph.ts";
import type { SpanGraph } from "./span-graph.ts";
import type { Found } from "./view-props.ts";

interface GraphCanvasProps {
  graph: SpanGraph;
  placed: PlacedGraph;
  selectedNode: number;
  found: Found;
  critical: ReadonlySet<number> | null;
  onOpenNode: (node: number) => void;
}

interface View {
  x: number;
  y: number;
  scale: number;
}

const panStepPx = 60;
const clampScale = (scale: number) => Math.min(2.5, Math.max(0.1, scale));

/** The placed graph: drag or arrows move it, buttons or ctrl and wheel zoom. */
export function GraphCanvas({ graph, placed, selectedNode, found, critical, onOpenNode }: GraphCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });

  const fit = () => {
    const { current } = box;
    if (!current) return;
    const { clientWidth, clientHeight } = current;
    const scale = clampScale(Math.min(1, clientWidth / placed.width, clientHeight / placed.height));
    setView({
      scale,
      x: Math.max(0, (clientWidth - placed.width * scale) / 2),
      y: Math.max(0, (clientHeight - placed.height * scale) / 2),
    });
  };
  const fitLatest = useRef(fit);
  useEffect(() => {
    fitLatest.current = fit;
  });
  useEffect(() => fitLatest.current(), [placed]);

  const zoom = (factor: number, at?: { x: number; y: number }) =>
    setView((from) => {
      const scale = clampScale(from.scale * factor);
      const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
      const { x, y } = at ?? { x: clientWidth / 2, y: clientHeight / 2 };
      const ratio = scale / from.scale;
      return { scale, x: x - (x - from.x) * ratio, y: y - (y - from.y) * ratio };
    });
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (!event.ctrlKey && !event.metaKey) {
        setView((from) => ({ ...from, x: from.x - event.deltaX, y: from.y - event.deltaY }));
        return;
      }
      const { left, top } = (element ?? document.body).getBoundingClientRect();
      zoom(event.deltaY > 0 ? 0.87 : 1.15, { x: event.clientX - left, y: event.clientY - top });
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    if (event.target instanceof Element && event.target.closest("[data-graph-node], button")) return;
    drag.current = { x: event.clientX - view.x, y: event.clientY - view.y };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (from) setView({ ...view, x: event.clientX - from.x, y: event.clientY - from.y });
  };
  const release = () => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [x, y] = moves[event.key] ?? [0, 0];
    if (x !== 0 || y !== 0) setView({ ...view, x: view.x + x * panStepPx, y: view.y + y * panStepPx });
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      className="relative min-h-0 flex-1 cursor-grab touch-none overflow-hidden bg-surface active:cursor-grabbing"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <svg role="group" aria-label="Graph of the trace" className="absolute inset-0 size-full">
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {graph.edges.map((edge, index) => (
            <GraphEdgePath key={index} edge={edge} points={placed.edges[index] ?? []} />
          ))}
          {graph.nodes.map((node) => (
            <GraphNodeBox
              key={node.id}
              node={node}
              at={placed.nodes[node.id] ?? { x: 0, y: 0 }}
              selected={node.id === selectedNode}
              found={node.spans.filter((span) => found.matches.has(span)).length}
              critical={critical !== null && node.spans.some((span) => critical.has(span))}
              onOpen={() => onOpenNode(node.id)}
              onKey={onKeyDown}
            />
          ))}
        </g>
      </svg>
      <div className="absolute right-2 bottom-2 flex gap-1">
        <Button title="Zoom in (+)" size="icon" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          <ZoomIn aria-hidden />
        </Button>
        <Button title="Zoom out (−)" size="icon" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          <ZoomOut aria-hidden />
        </Button>
        <Button title="Show the whole graph (0)" size="icon" aria-label="Show the whole graph" onClick={fit}>
          <Maximize2 aria-hidden />
        </Button>
      </div>
    </div>
  );
}

const moves: Record<string, [number, number] | undefined> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
