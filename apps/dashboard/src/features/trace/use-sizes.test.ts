import { describe, expect, it } from "vitest";
import { sizesOf } from "./use-sizes.ts";

describe("sizesOf", () => {
  it.each([
    [390, "none"],
    [448, "md"],
    [575, "md lg"],
    [576, "md lg xl"],
    [1_200, "md lg xl 2xl 3xl 4xl"],
  ])("names the steps that %d px reach", (widthPx, sizes) => {
    expect(sizesOf(widthPx)).toBe(sizes);
  });
});
