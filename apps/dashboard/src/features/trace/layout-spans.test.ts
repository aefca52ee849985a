import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../trpc/types.ts";
import { ancestorsOf, layoutSpans, visibleOrder } from "./layout-spans.ts";
import { spanOf } from "./span-of.test-data.ts";

const tree = (...links: [string, string | null][]) =>
  layoutSpans(
    links.map(([spanId, parentSpanId], index) => spanOf({ spanId, parentSpanId, offsetMs: index })),
  );

const shown = (layout: ReturnType<typeof layoutSpans>) =>
  layout.order.map((index) => {
    const node = layout.nodes[index];
    return `${"-".repeat((node?.level ?? 0) - 1)}${node?.span.spanId}`;
  });

describe("layoutSpans", () => {
  it("hangs children below parents in the order of their start", () => {
    expect(shown(tree(["root", null], ["a", "root"], ["a1", "a"], ["b", "root"]))).toEqual([
      "root",
      "-a",
      "--a1",
      "-b",
    ]);
  });

  it("puts spans without a parent below the row of the trace", () => {
    expect(shown(tree(["", null], ["a", null], ["b", "gone"]))).toEqual(["", "-a", "-b"]);
  });

  it("marks a span whose parent has not arrived", () => {
    const layout = tree(["a", "gone"], ["b", "a"]);
    expect(shown(layout)).toEqual(["a", "-b"]);
    expect(layout.nodes.map((node) => node.isOrphan)).toEqual([true, false]);
  });

  it("opens a circle and a span that is its own parent", () => {
    expect(shown(tree(["a", "c"], ["b", "a"], ["c", "b"], ["self", "self"]))).toEqual([
      "a",
      "-b",
      "--c",
      "self",
    ]);
  });

  it("adds up billable costs and tokens exactly", () => {
    const layout = layoutSpans([
      spanOf({ spanId: "root", cost: null }),
      spanOf({ spanId: "x", parentSpanId: "root", cost: "0.1", totalTokens: 5, billable: true }),
      spanOf({ spanId: "y", parentSpanId: "root", cost: "0.2", totalTokens: 7, billable: true }),
      spanOf({ spanId: "z", parentSpanId: "y", cost: "0.4", totalTokens: 9, billable: false }),
    ]);
    expect(layout.nodes.map((node) => node.subtreeCost)).toEqual(["0.3", "0.1", "0.2", null]);
    expect(layout.nodes.map((node) => node.subtreeTokens)).toEqual([12, 5, 7, null]);
  });

  it("ends the axis at the last end, also when a span still runs", () => {
    const spans: Span[] = [
      spanOf({ spanId: "a", offsetMs: 0, durationMs: 40 }),
      spanOf({ spanId: "b", offsetMs: 30, durationMs: 20 }),
      spanOf({ spanId: "c", offsetMs: 45, durationMs: null }),
    ];
    expect(layoutSpans(spans).extentMs).toBe(50);
    expect(layoutSpans([]).extentMs).toBeGreaterThan(0);
  });

  it("shows every span exactly once, below a level that fits, whatever the parents are", () => {
    const id = fc.constantFrom("", "a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.option(id)), { maxLength: 24 }), (links) => {
        const layout = tree(...links);
        expect([...layout.order].toSorted((left, right) => left - right)).toEqual(
          links.map((_link, index) => index),
        );
        for (const node of layout.nodes) {
          expect(node.level).toBe(ancestorsOf(layout, node.index).length + 1);
        }
      }),
    );
  });

  it("does not fall over a chain of fifty thousand", () => {
    const spans = Array.from({ length: 50_000 }, (_none, index) =>
      spanOf({ spanId: `s${index}`, parentSpanId: index === 0 ? null : `s${index - 1}` }),
    );
    expect(layoutSpans(spans).nodes.at(-1)?.level).toBe(50_000);
  });
});

describe("visibleOrder", () => {
  it("leaves out what lies below a collapsed span, however deep", () => {
    const layout = tree(["root", null], ["a", "root"], ["a1", "a"], ["a2", "a1"], ["b", "root"]);
    expect(visibleOrder(layout, new Set([1])).map((index) => layout.nodes[index]?.span.spanId)).toEqual([
      "root",
      "a",
      "b",
    ]);
    expect(visibleOrder(layout, new Set([0, 2]))).toEqual([0]);
  });
});
