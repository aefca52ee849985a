import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hideRunningUsage } from "./hide-usage.ts";

const counts = fc.record({
  prompt_tokens: fc.nat(),
  details: fc.option(fc.record({ cached_tokens: fc.nat() })),
});
const trap = fc.constantFrom('"usage":{"a":1}', ',"usage":{}', "}}", "plain");

describe("hideRunningUsage", () => {
  it("takes out the running count and leaves everything else", () => {
    fc.assert(
      fc.property(
        counts,
        trap,
        fc.nat(2),
        fc.constantFrom("cut" as const, "null" as const),
        (usage, text, place, how) => {
          const rest = { id: "c", choices: [{ delta: { content: text }, finish_reason: null }] };
          const parts: [string, unknown][] = Object.entries(rest);
          parts.splice(place, 0, ["usage", usage]);
          const event = Buffer.from(`data: ${JSON.stringify(Object.fromEntries(parts))}\n\n`);
          const hidden = hideRunningUsage(event, how).toString();
          expect(hidden.startsWith("data: ") && hidden.endsWith("}\n\n")).toBe(true);
          expect(JSON.parse(hidden.slice(6))).toEqual(how === "cut" ? rest : { ...rest, usage: null });
        },
      ),
    );
  });

  it("gives an event without a count back as it is", () => {
    for (const text of ['data: {"usage":null}\n\n', 'data: {"choices":[]}\n\n', ": ping\n\n"]) {
      const event = Buffer.from(text);
      expect(hideRunningUsage(event, "cut")).toBe(event);
    }
  });
});
