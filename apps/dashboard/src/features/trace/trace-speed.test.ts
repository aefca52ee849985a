import { describe, expect, it } from "vitest";
import { spanOf } from "./span-of.test-data.ts";
import { traceSpeed } from "./trace-speed.ts";

const generation = (
  timeToFirstTokenMs: number | null,
  durationMs: number | null,
  outputTokens: number | null,
) => spanOf({ spanId: "g", kind: "GENERATION", timeToFirstTokenMs, durationMs, outputTokens });

describe("traceSpeed", () => {
  it("divides all output tokens by the time from the first token to the end", () => {
    expect(traceSpeed([generation(500, 1_500, 50), generation(200, 1_200, 100)])).toEqual({
      timeToFirstTokenMs: 500,
      outputTokensPerSecond: 75,
    });
  });

  it("leaves out what is not known, and claims nothing when nothing is", () => {
    expect(
      traceSpeed([generation(null, 9_000, 900), generation(200, 1_200, 100), generation(300, null, 5)]),
    ).toEqual({ timeToFirstTokenMs: 200, outputTokensPerSecond: 100 });
    expect(traceSpeed([generation(null, 1_000, 10), spanOf({ spanId: "s" })])).toEqual({
      timeToFirstTokenMs: null,
      outputTokensPerSecond: null,
    });
  });
});
