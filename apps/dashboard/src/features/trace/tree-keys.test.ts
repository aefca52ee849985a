import { describe, expect, it } from "vitest";
import { layoutSpans } from "./layout-spans.ts";
import { spanOf } from "./span-of.test-data.ts";
import { findByPrefix, moveInTree } from "./tree-keys.ts";

const layout = layoutSpans([
  spanOf({ spanId: "agent" }),
  spanOf({ spanId: "plan", parentSpanId: "agent" }),
  spanOf({ spanId: "chat", parentSpanId: "plan" }),
  spanOf({ spanId: "parse", parentSpanId: "agent" }),
]);
const state = (active: number, ...collapsed: number[]) => ({ layout, active, collapsed: new Set(collapsed) });

describe("keys of the tree", () => {
  it.each([
    ["ArrowDown", state(0), { active: 1 }],
    ["ArrowDown", state(3), null],
    ["ArrowDown", state(1, 1), { active: 3 }],
    ["ArrowUp", state(3), { active: 2 }],
    ["ArrowRight", state(1, 1), { toggle: 1 }],
    ["ArrowRight", state(1), { active: 2 }],
    ["ArrowRight", state(2), null],
    ["ArrowLeft", state(1), { toggle: 1 }],
    ["ArrowLeft", state(1, 1), { active: 0 }],
    ["ArrowLeft", state(0, 0), null],
    ["Home", state(3), { active: 0 }],
    ["End", state(0), { active: 3 }],
    ["x", state(0), null],
  ])("%s", (key, from, expected) => {
    expect(moveInTree(from, key)).toEqual(expected);
  });

  it("finds a span by typing, and the next one by the same letter", () => {
    expect(findByPrefix(state(0), "ch")).toBe(2);
    expect(findByPrefix(state(0), "p")).toBe(1);
    expect(findByPrefix(state(1), "p")).toBe(3);
    expect(findByPrefix(state(3), "pp")).toBe(1);
    expect(findByPrefix(state(0), "zz")).toBeNull();
    expect(findByPrefix(state(0, 1), "ch")).toBeNull();
  });
});
