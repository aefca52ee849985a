import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slotsOf } from "./virtual-rows.ts";

const windowOf = (start: number, length: number, selected: number) => {
  const rows = Array.from({ length }, (_none, offset) => start + offset);
  if (!rows.includes(selected)) rows.push(selected);
  return rows.toSorted((left, right) => left - right).map((index) => ({ index }));
};

describe("slotsOf", () => {
  const keysOf = (rows: readonly { index: number }[], selected: number) =>
    rows.map(({ index }) => slotsOf(rows, selected)(index));

  it("gives every row in the page a slot of its own, wherever the selected one is", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 90 }), fc.nat(), (start, length, selected) => {
        const rows = windowOf(start, length, selected);
        expect(new Set(keysOf(rows, selected)).size).toBe(rows.length);
      }),
    );
  });

  it("fills the slots of the rows that scrolled out", () => {
    const sorted = (start: number) => keysOf(windowOf(start, 32, 0), 0).toSorted();
    expect(sorted(400)).toEqual(sorted(420));
  });
});
