import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seriesColors } from "./series-style.ts";

const css = readFileSync(join(import.meta.dirname, "../../app/globals.css"), "utf8");
const [light = "", dark = ""] = css.split("\n.dark {");

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one: number, other: number) =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

describe("colours of series", () => {
  // The brightest ground of the light theme and a ground lighter than any of the dark theme's.
  it.each([
    ["light", light, "#ffffff"],
    ["dark", dark, "#26292b"],
  ])("stand out at 3:1 in the %s theme", (_theme, tokens, ground) => {
    for (const name of seriesColors) {
      const hex = new RegExp(`${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1] ?? "";
      expect(contrast(luminance(hex), luminance(ground))).toBeGreaterThanOrEqual(3);
    }
  });
});
