import { describe, expect, it } from "vitest";
import type { Chat } from "./content/chat.ts";
import { layoutSpans } from "./layout-spans.ts";
import { spanOf } from "./span-of.test-data.ts";
import { buildTranscript, countRepeated } from "./transcript.ts";

const span = (
  spanId: string,
  parentSpanId: string | null,
  kind: "AGENT" | "GENERATION" | "TOOL" | "SPAN",
  offsetMs: number,
) => spanOf({ spanId, parentSpanId, kind, offsetMs });

describe("buildTranscript", () => {
  const layout = layoutSpans([
    span("boss", null, "AGENT", 0),
    span("b1", "boss", "GENERATION", 1),
    span("helper", "boss", "AGENT", 2),
    span("step", "helper", "SPAN", 3),
    span("h1", "step", "GENERATION", 4),
    span("b2", "boss", "GENERATION", 5),
    span("look", "step", "TOOL", 6),
    span("h2", "helper", "GENERATION", 7),
  ]);
  const idOf = (index: number) => layout.nodes[index]?.span.spanId ?? "-";

  it("tells generations and tools in order of time, in groups of their agents", () => {
    expect(
      buildTranscript(layout).map(
        ({ node, agent, opensGroup }) => `${idOf(agent)}/${idOf(node)}${opensGroup ? " *" : ""}`,
      ),
    ).toEqual(["boss/b1 *", "helper/h1 *", "boss/b2 *", "helper/look *", "helper/h2"]);
  });

  it("knows the turn before, of the same agent", () => {
    const previous = buildTranscript(layout).map(({ node, previous: before }) => [idOf(node), idOf(before)]);
    expect(previous).toEqual([
      ["b1", "-"],
      ["h1", "-"],
      ["b2", "b1"],
      ["look", "-"],
      ["h2", "h1"],
    ]);
  });

  it("tells a trace without any of them by its spans", () => {
    const plain = layoutSpans([span("a", null, "SPAN", 0), span("b", "a", "SPAN", 1)]);
    expect(buildTranscript(plain).map(({ node }) => node)).toEqual([0, 1]);
  });
});

describe("countRepeated", () => {
  const chat = (...said: [role: string, text: string][]): Chat => ({
    messages: said.map(([role, text]) => ({ role, name: null, parts: [{ type: "text", text }], rest: null })),
    rest: null,
  });

  it("finds where the conversation goes on, after the answer of the turn before", () => {
    const before = [chat(["system", "be brief"], ["user", "hi"]), chat(["assistant", "hello"])];
    const now = chat(["system", "be brief"], ["user", "hi"], ["assistant", "hello"], ["user", "bye"]);
    expect(countRepeated(now, before)).toBe(3);
    expect(countRepeated(chat(["user", "hi"]), before)).toBe(0);
    expect(countRepeated(now, [null, null])).toBe(0);
    expect(countRepeated(null, before)).toBe(0);
  });
});
