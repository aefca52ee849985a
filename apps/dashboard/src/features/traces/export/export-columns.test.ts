import { describe, expect, it } from "vitest";
import type { TraceRow } from "../../../trpc/types.ts";
import { exportRow } from "./export-columns.ts";

const row: TraceRow = {
  traceId: "t1",
  name: "=cmd",
  startTime: "2026-05-04T10:00:00.000Z",
  durationMs: null,
  userId: "ada",
  sessionId: null,
  environment: "default",
  release: null,
  version: null,
  tags: ["a", "b"],
  spanCount: 3,
  errorCount: 1,
  inputTokens: 5,
  outputTokens: null,
  totalTokens: 5,
  cost: "0.000000000001",
  public: false,
  createdAt: "2026-05-04T10:00:00.000Z",
  updatedAt: "2026-05-04T10:00:00.000Z",
  unpricedCount: 0,
  inputPreview: "hi",
  outputPreview: null,
  level: "ERROR",
  running: false,
};

describe("an exported row", () => {
  it("has the columns of the screen in their order, unrounded, unknown left null", () => {
    expect(Object.entries(exportRow(row, ["cost", "start", "latency", "tokens"]))).toEqual([
      ["traceId", "t1"],
      ["costUsd", "0.000000000001"],
      ["unpricedCount", 0],
      ["startTime", "2026-05-04T10:00:00.000Z"],
      ["durationMs", null],
      ["inputTokens", 5],
      ["outputTokens", null],
      ["totalTokens", 5],
    ]);
  });
});
