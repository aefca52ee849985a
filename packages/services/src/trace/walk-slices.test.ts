import { expect, test } from "vitest";
import { walkSlices } from "./walk-slices.ts";

const hourUs = 3_600_000_000;
const window = { fromUs: 0, toUs: 720 * hourUs };

test.each(["asc", "desc"] as const)(
  "slices adjoin and cover the window, whatever is found: %s",
  (direction) => {
    for (const found of [0, 1, 49, 50]) {
      const slices = [...walkSlices(window, direction, undefined, () => ({ found, wanted: 51 }))];
      const ordered = direction === "asc" ? slices : slices.toReversed();
      expect(ordered[0]?.fromUs).toBe(0);
      expect(ordered.at(-1)?.toUs).toBe(window.toUs);
      for (const [index, { fromUs }] of ordered.slice(1).entries()) expect(ordered[index]?.toUs).toBe(fromUs);
      // A page that lacks its last row does not creep through an empty month.
      expect(slices.length).toBeLessThan(8);
    }
  },
);

test("a page that is nearly full ends with a slice that should fill it, and no wider", () => {
  let found = 0;
  const widths: number[] = [];
  // One trace in two hours.
  for (const { fromUs, toUs } of walkSlices(window, "desc", undefined, () => ({ found, wanted: 51 }))) {
    widths.push((toUs - fromUs) / hourUs);
    found = Math.floor((window.toUs - fromUs) / hourUs / 2);
    if (found >= 51) break;
  }
  expect(widths.slice(0, 3)).toEqual([0.25, 2, 16]);
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThan(2 * 102);
});
