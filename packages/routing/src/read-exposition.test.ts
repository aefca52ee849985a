import { expect, test } from "vitest";
import { readLabels, readSamples } from "./read-exposition.ts";

test("samples are read with labels, escapes, times and odd numbers; all else is passed over", () => {
  const page = `# HELP a b
a 1
b{x="1",y="a \\"q\\" \\\\ \\n"} 2.5 1700000000
c +Inf
nonsense here now
d{x="1"} NaN`;
  expect([...readSamples(page)]).toMatchObject([
    { name: "a", labelText: "", value: 1 },
    { name: "b", value: 2.5 },
    { name: "c", value: Number.POSITIVE_INFINITY },
    { name: "d", value: Number.NaN },
  ]);
  const [, labelled] = [...readSamples(page)];
  expect(readLabels(labelled?.labelText ?? "")).toEqual(
    new Map([
      ["x", "1"],
      ["y", 'a "q" \\ \n'],
    ]),
  );
});

test("a line that no exporter writes is passed over, and a word without a value gives no label", () => {
  const word = "a".repeat(1_000_000);
  expect([...readSamples(`a{${word}} 1\nb 2`)]).toEqual([{ name: "b", labelText: "", value: 2 }]);
  expect(readLabels(`${"a".repeat(16_000)},x="1"`)).toEqual(new Map([["x", "1"]]));
});
