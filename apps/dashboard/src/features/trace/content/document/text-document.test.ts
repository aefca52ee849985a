import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAll, findPattern } from "./find-pattern.ts";
import { indexJson } from "./json-index.ts";
import { TextDocument } from "./text-document.ts";
import { breakIntoRows } from "./text-rows.ts";

function rowsOf(document: TextDocument): string[] {
  return document.rowsBetween("tree", 0, 1_000).map((row) => {
    if (row.type !== "tree") return row.text;
    const label = row.key ?? row.position ?? "";
    return `${" ".repeat(row.depth)}${label}:${row.kind === "object" || row.kind === "list" ? row.size : row.preview}`;
  });
}

describe("indexJson", () => {
  it("agrees with JSON.parse on what is JSON, however it is laid out", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify([value], null, indent);
        const document = new TextDocument(text);
        expect(document.shape("tree").isJson).toBe(true);
        expect(JSON.parse(document.valueOf(0))).toEqual(JSON.parse(text));
        document.openAll();
        const kinds = document.rowsBetween("tree", 0, 10_000);
        expect(kinds).toHaveLength(countValues(JSON.parse(text)));
      }),
    );
  });

  it("reads what a cut text still holds, wherever it was cut", () => {
    const text = JSON.stringify({ a: [1, "two \\ \u{1f600}", { b: null }], é: "end" });
    for (let length = 1; length < text.length; length += 1) {
      const index = indexJson(text.slice(0, length));
      expect(index?.complete, text.slice(0, length)).toBe(false);
      const document = new TextDocument(text.slice(0, length));
      document.openAll();
      expect(document.rowsBetween("tree", 0, 100).length).toBe(index?.count);
    }
    expect(indexJson(text)?.complete).toBe(true);
  });

  it.each([
    "",
    "plain",
    "12",
    '"text"',
    "{a:1}",
    "[1,]",
    '{"a":1,}',
    "[1 2]",
    "[1]x",
    '{"a"}',
    "[01]",
    "{'a': 1}",
  ])("leaves %j to the text view", (text) => expect(indexJson(text)).toBeNull());

  it("keeps every digit, double keys, and keys that name parts of objects", () => {
    const document = new TextDocument(
      '{"__proto__":12345678901234567890,"a":1,"a":2,"constructor":{"x":1e400}}',
    );
    expect(rowsOf(document)).toEqual([
      ":4",
      " __proto__:12345678901234567890",
      " a:1",
      " a:2",
      " constructor:1",
      "  x:1e400",
    ]);
  });

  it("does not run out of stack on deep nesting", () => {
    const deep = 100_000;
    expect(indexJson("[".repeat(deep) + "]".repeat(deep))).toMatchObject({ count: deep, complete: true });
  });
});

describe("TextDocument", () => {
  const text = JSON.stringify({ list: [{ id: 1 }, { id: 2, "odd key": "x" }], tail: "end" });

  it("folds and opens", () => {
    const document = new TextDocument(text);
    document.closeAll();
    expect(rowsOf(document)).toEqual([":2", " list:2", " tail:end"]);
    document.toggle(1);
    expect(rowsOf(document)).toEqual([":2", " list:2", "  0:1", "  1:2", " tail:end"]);
  });

  it("names the path of a value", () => {
    const document = new TextDocument(text);
    document.openAll();
    const rows = document.rowsBetween("tree", 0, 100);
    const odd = rows.find((row) => row.type === "tree" && row.key === "odd key");
    expect(odd?.type === "tree" && document.pathOf(odd.node)).toBe('list[1]["odd key"]');
    expect(document.pathOf(0)).toBe("");
  });

  it("finds in folded places and opens what hides them", () => {
    const document = new TextDocument(text);
    document.closeAll();
    expect(document.find("ODD KEY")).toEqual({ count: 1, more: false });
    const row = document.reveal(0, "tree");
    expect(document.rowsBetween("tree", row, row + 1)).toMatchObject([{ key: "odd key", preview: "x" }]);
    expect(document.find("")).toEqual({ count: 0, more: false });
  });

  it("shows the beginning of a long value and copies all of it", () => {
    const long = 'line\n"quoted" '.repeat(1_000);
    const document = new TextDocument(JSON.stringify([long]));
    const [, row] = document.rowsBetween("tree", 0, 2);
    expect(row).toMatchObject({ cut: true });
    expect(document.valueOf(1)).toBe(long);
  });

  it("opens only so much at first that a page can take", () => {
    const wide = new TextDocument(JSON.stringify(Array.from({ length: 500 }, () => ({ a: [1, 2, 3] }))));
    expect(wide.shape("tree").rowCount).toBe(501);
  });
});

describe("find", () => {
  it("finds a text as it reads, though JSON escapes it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (words) => {
        const found = findAll(JSON.stringify({ key: words }), findPattern(words, true));
        expect(found.count).toBeGreaterThan(0);
      }),
    );
  });

  it("finds what other encoders escape as well", () => {
    expect(findAll('["\\u003cscript\\u003e","\\/a","\\u00e9"]', findPattern("<script>", true)).count).toBe(1);
    expect(findAll('["\\/a"]', findPattern("/a", true)).count).toBe(1);
    expect(findAll('["\\u00E9"]', findPattern("é", true)).count).toBe(1);
  });

  it("takes the words as they are, not as a pattern", () => {
    expect(findAll("a.b axb", findPattern("a.b", false)).count).toBe(1);
    expect(findAll("(((", findPattern("(", false)).count).toBe(3);
  });
});

describe("breakIntoRows", () => {
  it("loses nothing and breaks long lines where it must", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\u{1f600}", " ") }), (text) => {
        const { starts, ends, lines, count } = breakIntoRows(text, 3);
        let joined = "";
        for (let row = 0; row < count; row += 1) {
          if (row > 0 && lines[row] !== 0) joined += "\n";
          joined += text.slice(starts[row], ends[row]);
          expect(text.slice(starts[row], ends[row])).not.toMatch(/\p{Surrogate}/u);
        }
        expect(joined).toBe(text);
      }),
    );
  });
});

function countValues(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, entry) => sum + countValues(entry), 1);
}
