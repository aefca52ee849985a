import type { IngestEvent } from "@plumbline/contracts/events";
import { describe, expect, it } from "vitest";
import { letterIdOf } from "./letter-id.ts";

const span = (traceId: string, spanId: string): IngestEvent => ({
  type: "span",
  traceId,
  spanId,
  fields: { startTimeUs: 1 },
});
const part = (eventId: string): IngestEvent => ({
  type: "part",
  eventId,
  op: "create",
  timeUs: 1,
  traceId: "t",
  spanId: "s",
  fields: {},
});

describe("what a refused event is kept under", () => {
  it("is its own id, whatever it holds", () => {
    expect(letterIdOf(span("t", "s"), "one")).toBe("t:s");
    expect(letterIdOf(part("e"), "one")).toBe(letterIdOf(part("e"), "other"));
  });

  it("follows from its content where it has none: the same again is the same, another is another", () => {
    for (const event of [part(""), span("t", ""), span("", "s")]) {
      expect(letterIdOf(event, "one")).toBe(letterIdOf(event, "one"));
      expect(letterIdOf(event, "one")).not.toBe(letterIdOf(event, "other"));
    }
    expect(letterIdOf(span("t", ""), "one")).toMatch(/^t:[0-9a-f]{12}$/);
  });

  it("tells long ids apart by what is cut, and stays as it is when it is read back", () => {
    const [one, other] = ["a", "b"].map((end) => letterIdOf(part("x".repeat(900) + end), ""));
    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThanOrEqual(800);
    expect(letterIdOf(part(one ?? ""), "")).toBe(one);
  });
});
