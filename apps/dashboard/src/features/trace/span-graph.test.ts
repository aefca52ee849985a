import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutSpans } from "./layout-spans.ts";
import { buildGraph } from "./span-graph.ts";
import { spanOf } from "./span-of.test-data.ts";

describe("buildGraph", () => {
  const graph = buildGraph(
    layoutSpans([
      spanOf({ spanId: "root", kind: "CHAIN" }),
      spanOf({
        spanId: "a",
        parentSpanId: "root",
        kind: "AGENT",
        name: "agent",
        offsetMs: 1,
        durationMs: 90,
      }),
      ...[1, 2, 3].flatMap((turn) => [
        spanOf({
          spanId: `g${turn}`,
          parentSpanId: "a",
          kind: "GENERATION",
          name: "chat",
          offsetMs: turn * 10,
          durationMs: 4,
          cost: "0.1",
          billable: true,
        }),
        spanOf({
          spanId: `t${turn}`,
          parentSpanId: "a",
          kind: "TOOL",
          name: "search",
          offsetMs: turn * 10 + 5,
          durationMs: turn === 3 ? null : 2,
          level: turn === 2 ? "ERROR" : "DEFAULT",
        }),
      ]),
    ]),
  );

  it("joins spans of one name and kind below a parent, and leaves wrappers out", () => {
    expect(
      graph.nodes.map(({ name, spans, durationMs, cost, errorCount }) => ({
        name,
        calls: spans.length,
        durationMs,
        cost,
        errorCount,
      })),
    ).toEqual([
      { name: "agent", calls: 1, durationMs: 90, cost: "0.3", errorCount: 0 },
      { name: "chat", calls: 3, durationMs: 12, cost: "0.3", errorCount: 0 },
      { name: "search", calls: 3, durationMs: 4, cost: null, errorCount: 1 },
    ]);
  });

  it("counts calls and what followed what", () => {
    expect(graph.edges.map(({ from, to, type, count }) => `${from} ${type} ${to} x${count}`)).toEqual([
      "0 calls 1 x3",
      "0 calls 2 x3",
      "1 then 2 x3",
      "2 then 1 x2",
    ]);
  });

  it("has every shown span in one node, and edges between nodes only, whatever the parents", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e");
    const kind = fc.constantFrom("AGENT" as const, "TOOL" as const, "SPAN" as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.option(id), kind), { maxLength: 20 }), (rows) => {
        const layout = layoutSpans(
          rows.map(([spanId, parentSpanId, of], offsetMs) =>
            spanOf({ spanId, parentSpanId, kind: of, name: spanId, offsetMs }),
          ),
        );
        const { nodes, edges } = buildGraph(layout);
        const isRich = rows.some(([, , of]) => of !== "SPAN");
        const shown = layout.nodes.filter(({ span }) => !isRich || span.kind !== "SPAN");
        const joined = nodes.flatMap(({ spans }) => spans).toSorted((left, right) => left - right);
        expect(joined).toEqual(shown.map(({ index }) => index));
        for (const { from, to, type } of edges) {
          expect(nodes[from]).toBeDefined();
          expect(nodes[to]).toBeDefined();
          if (type === "then") expect(from).not.toBe(to);
        }
      }),
    );
  });
});
