import { expect, test } from "vitest";
import { jsonOrText, metadataObject, metadataValue } from "./json-value.ts";

test.each([
  [null, null],
  ["plain", "plain"],
  ['{"a":1}', { a: 1 }],
  ["[1]", [1]],
  ["{not json", "{not json"],
  ["42", "42"],
])("the text %j is the value %j", (text, value) => {
  expect(jsonOrText(text)).toEqual(value);
});

test.each([
  ["gold", "gold"],
  ["1", 1],
  ["true", true],
  ["null", null],
  ['{"a":[1]}', { a: [1] }],
  ["12345678901234567890", "12345678901234567890"],
  ["1e3", "1e3"],
  ['"quoted"', '"quoted"'],
])("the metadata %j is %j", (text, value) => {
  expect(metadataValue(text)).toEqual(value);
});

test("hostile keys stay keys", () => {
  const metadata = metadataObject(JSON.parse('{"__proto__":"x"}'));
  expect(Object.keys(metadata)).toEqual(["__proto__"]);
});
