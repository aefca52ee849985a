import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCriticalPath, type Interval } from "./critical-path.ts";
import { layoutSpans } from "./layout-spans.ts";
import { spanOf } from "./span-of.test-data.ts";

type Row = [spanId: string, parentSpanId: string | null, offsetMs: number, durationMs: number | null];

const layoutOf = (...rows: Row[]) =>
  layoutSpans(
    rows.map(([spanId, parentSpanId, offsetMs, durationMs]) =>
      spanOf({ spanId, parentSpanId, offsetMs, durationMs }),
    ),
  );

function pathOf(...rows: Row[]) {
  const layout = layoutOf(...rows);
  const path = findCriticalPath(layout, false);
  const shown = path.segments.map(
    ({ node, startMs, endMs }) => `${layout.nodes[node]?.span.spanId ?? "-"} ${startMs}-${endMs}`,
  );
  return { ...path, shown };
}

describe("findCriticalPath", () => {
  it("goes through the child that ended last, and the parent in between", () => {
    const { shown, durationMs, idleMs, nodes } = pathOf(
      ["root", null, 0, 100],
      ["short", "root", 10, 20],
      ["long", "root", 10, 50],
      ["last", "root", 70, 20],
    );
    expect(shown).toEqual(["root 0-10", "long 10-60", "root 60-70", "last 70-90", "root 90-100"]);
    expect(nodes.size).toBe(3);
    expect(durationMs).toBe(100);
    expect(idleMs).toBe(30);
  });

  it("cuts a child that outlives its parent", () => {
    expect(pathOf(["root", null, 0, 40], ["late", "root", 30, 100]).shown).toEqual([
      "root 0-30",
      "late 30-40",
    ]);
  });

  it("goes from root to root, and names no span where none ran", () => {
    const { shown, idle } = pathOf(["a", null, 0, 10], ["b", null, 15, 10]);
    expect(shown).toEqual(["a 0-10", "- 10-15", "b 15-25"]);
    expect(idle).toEqual([{ startMs: 10, endMs: 15 }]);
  });

  it("lets an open span last while the trace runs", () => {
    const layout = layoutOf(["root", null, 0, 50], ["open", "root", 20, null]);
    expect(findCriticalPath(layout, true).idleMs).toBe(20);
    expect(findCriticalPath(layout, false).idleMs).toBe(50);
  });

  it("covers the root from start to end without overlap, whatever the spans are", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
    const row = fc.tuple(id, fc.option(id), fc.nat({ max: 60 }), fc.option(fc.nat({ max: 60 })));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 16 }), fc.boolean(), (rows, running) => {
        const layout = layoutOf(["root", null, 0, 130], ...rows.map(under("root")));
        const path = findCriticalPath(layout, running);
        expectCover(path.segments, 0, 130);
        const own = path.segments.filter(({ node }) => node >= 0);
        for (const { node, startMs, endMs } of own) {
          const { offsetMs, durationMs } = layout.nodes[node]?.span ?? { offsetMs: 0, durationMs: 0 };
          expect(startMs).toBeGreaterThanOrEqual(offsetMs);
          if (durationMs !== null) expect(endMs).toBeLessThanOrEqual(offsetMs + durationMs);
        }
        expect(path.idleMs).toBeCloseTo(idleByCounting(layout, running));
      }),
    );
  });

  it("does not fall over a chain of fifty thousand", () => {
    const rows = Array.from(
      { length: 50_000 },
      (_none, index): Row => [`s${index}`, index === 0 ? null : `s${index - 1}`, 0, 50_000 - index],
    );
    expect(findCriticalPath(layoutOf(...rows), false).nodes.size).toBe(50_000);
  });
});

/** Makes every span a descendant of one root, so that the root's interval is the whole. */
const under =
  (root: string) =>
  ([id, parent, offsetMs, durationMs]: [string, string | null, number, number | null]): Row => [
    id,
    parent ?? root,
    offsetMs,
    durationMs,
  ];

function expectCover(segments: readonly Interval[], fromMs: number, toMs: number): void {
  let atMs = fromMs;
  for (const { startMs, endMs } of segments) {
    expect(startMs).toBe(atMs);
    expect(endMs).toBeGreaterThan(startMs);
    atMs = endMs;
  }
  expect(atMs).toBe(toMs);
}

/** Every number is whole here, so each millisecond can be asked apart. */
function idleByCounting({ nodes, extentMs }: ReturnType<typeof layoutSpans>, running: boolean): number {
  const leaves = nodes.filter(({ children }) => children.length === 0).map(({ span }) => span);
  let idleMs = 0;
  for (let ms = 0; ms < 130; ms++) {
    const isBusy = leaves.some(({ offsetMs, durationMs }) => {
      const endMs = durationMs === null ? (running ? extentMs : offsetMs) : offsetMs + durationMs;
      return offsetMs <= ms && ms < endMs;
    });
    if (!isBusy) idleMs += 1;
  }
  return idleMs;
}
