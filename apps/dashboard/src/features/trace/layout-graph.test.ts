import { describe, expect, it } from "vitest";
import { graphNodeHeight, graphNodeWidth } from "./graph-size.ts";
import { layoutGraph } from "./layout-graph.ts";

const calls = (from: number, to: number) => ({ from, to, type: "calls" as const });
const follows = (from: number, to: number) => ({ from, to, type: "then" as const });

describe("layoutGraph", () => {
  const edges = [calls(0, 1), calls(0, 2), follows(1, 2), follows(2, 1), calls(2, 2)];
  const placed = layoutGraph({ nodeCount: 4, edges });

  it("places every node inside, none over another", () => {
    expect(placed.nodes).toHaveLength(4);
    for (const [index, { x, y }] of placed.nodes.entries()) {
      expect(x).toBeGreaterThanOrEqual(graphNodeWidth / 2);
      expect(x).toBeLessThanOrEqual(placed.width - graphNodeWidth / 2);
      for (const other of placed.nodes.slice(index + 1)) {
        const isApart = Math.abs(x - other.x) >= graphNodeWidth || Math.abs(y - other.y) >= graphNodeHeight;
        expect(isApart).toBe(true);
      }
    }
  });

  it("puts the caller above what it calls, and draws circles too", () => {
    const [caller, first, second] = placed.nodes.map(({ y }) => y);
    expect(caller).toBeLessThan(Math.min(first ?? 0, second ?? 0));
    expect(placed.edges.map((points) => points.length > 1)).toEqual([true, true, true, true, false]);
  });
});
