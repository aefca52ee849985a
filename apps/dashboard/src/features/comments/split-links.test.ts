import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLinks } from "./split-links.ts";

const linksOf = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

test("addresses are links, without the signs of the sentence around them", () => {
  expect(splitLinks("See https://example.com/a?b=1, please.")).toEqual([
    { text: "See ", href: null },
    { text: "https://example.com/a?b=1", href: "https://example.com/a?b=1" },
    { text: ", please.", href: null },
  ]);
  expect(linksOf("(http://localhost:3000/x) and HTTPS://EXAMPLE.com!")).toEqual([
    "http://localhost:3000/x",
    "https://example.com/",
  ]);
});

test("nothing else becomes a link", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//example.com",
    "https://user:password@example.com",
    "https://",
    "file:///etc/passwd",
    "vbscript:x java\nscript:alert(1)",
  ]) {
    expect(linksOf(text), text).toEqual([]);
  }
});

test("no character is lost or added, and every link is http", () => {
  const part = fc.constantFrom(
    "https://",
    "http://",
    "a.b",
    "/",
    "@",
    " ",
    "<",
    '"',
    "javascript:",
    "é",
    ")",
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join("");
      const pieces = splitLinks(text);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      for (const { href } of pieces) if (href !== null) expect(href).toMatch(/^https?:\/\//);
    }),
  );
});
