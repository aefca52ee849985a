import { ExactNumber } from "@plumbline/services/metrics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeJson } from "./write-json.ts";

test("exact numbers keep every digit, Maps are objects", () => {
  const rows = [
    new Map<string, unknown>([
      ["sum", new ExactNumber("12345678.901234567891")],
      ["name", null],
    ]),
  ];
  expect(writeJson({ data: rows })).toBe('{"data":[{"sum":12345678.901234567891,"name":null}]}');
});

test("everything else is what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(writeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
