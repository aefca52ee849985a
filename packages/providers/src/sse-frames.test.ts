import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSseFrames, dataOf, isComment } from "./sse-frames.ts";

function split(bytes: Buffer, cuts: readonly number[]): string[] {
  const frames = createSseFrames();
  const events: string[] = [];
  const sink = (event: Buffer) => void events.push(event.toString("hex"));
  let from = 0;
  for (const cut of [...new Set([...cuts.map((at) => at % (bytes.length + 1)), bytes.length])].sort(
    byNumber,
  )) {
    frames.push(bytes.subarray(from, cut), sink);
    from = cut;
  }
  frames.flush(sink);
  const rest = frames.rest();
  return rest.length > 0 ? [...events, `rest:${rest.toString("hex")}`] : events;
}

const byNumber = (a: number, b: number): number => a - b;
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((value) => value.replaceAll(/[\r\n]/g, "·"));
const line = fc.oneof(
  text.map((value) => `data: ${value}`),
  text.map((value) => `: ${value}`),
  fc.constant("event: message"),
);
const cuts = fc.array(fc.nat(4_000), { maxLength: 30 });

describe("createSseFrames", () => {
  it("gives the same events for any chunking, and loses no byte", () => {
    const stream = fc.array(fc.tuple(fc.array(line, { minLength: 1, maxLength: 4 }), lineEnd), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(stream, cuts, fc.boolean(), (events, at, isCut) => {
        const whole = events.map(([lines, end]) => [...lines, "", ""].join(end));
        const bytes = Buffer.from(whole.join("") + (isCut ? "data: héllo" : ""));
        const expected = whole.map((event) => Buffer.from(event).toString("hex"));
        if (isCut) expected.push(`rest:${Buffer.from("data: héllo").toString("hex")}`);
        expect(split(bytes, [])).toEqual(expected);
        expect(split(bytes, at)).toEqual(expected);
        expect(split(bytes, [...bytes.keys()])).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps stray blank lines with the event that follows", () => {
    expect(split(Buffer.from("\n\n\ndata: a\n\n\n\ndata: b\n\n"), [2, 9])).toEqual([
      Buffer.from("\n\n\ndata: a\n\n").toString("hex"),
      Buffer.from("\n\ndata: b\n\n").toString("hex"),
    ]);
  });

  it("holds no more than its limit", () => {
    const frames = createSseFrames(100);
    const push = () => frames.push(Buffer.alloc(60, 97), () => undefined);
    push();
    expect(push).toThrow(RangeError);
  });
});

describe("dataOf", () => {
  it("joins data lines and leaves the rest aside", () => {
    expect(dataOf(Buffer.from("event: x\ndata: a\ndata:b\r\ndata\n\n"))).toBe("a\nb\n");
    expect(dataOf(Buffer.from(": ping\n\n"))).toBeNull();
    expect(dataOf(Buffer.from("database: no\n\n"))).toBeNull();
  });
});

describe("isComment", () => {
  it("tells keep-alives from events", () => {
    expect(isComment(Buffer.from(": ping\n: pong\r\n\r\n"))).toBe(true);
    expect(isComment(Buffer.from(": ping\ndata: x\n\n"))).toBe(false);
  });
});
