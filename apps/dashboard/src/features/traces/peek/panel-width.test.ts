import { describe, expect, it } from "vitest";
import { clampPanelWidth, nextPanelWidth, panelSteps, parsePanelWidth } from "./panel-width.ts";

describe("the width of the panel", () => {
  it("is the usual one unless a number is stored", () => {
    expect([parsePanelWidth(null), parsePanelWidth("wide"), parsePanelWidth("NaN")]).toEqual(
      Array.from({ length: 3 }, () => panelSteps.usual),
    );
    expect(parsePanelWidth("700")).toBe(700);
  });

  it("stays within bounds", () => {
    expect(clampPanelWidth(1)).toBeGreaterThan(300);
    expect(clampPanelWidth(1e9)).toBeLessThan(2_000);
  });

  it("goes round the three steps", () => {
    expect(nextPanelWidth(panelSteps.narrow)).toBe(panelSteps.usual);
    expect(nextPanelWidth(700)).toBe(panelSteps.wide);
    expect(nextPanelWidth(panelSteps.wide)).toBe(panelSteps.narrow);
  });
});
