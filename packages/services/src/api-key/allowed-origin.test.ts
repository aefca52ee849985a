import { describe, expect, test } from "vitest";
import { isAllowedOrigin, toOrigin } from "./allowed-origin.ts";

describe("toOrigin", () => {
  test.each([
    ["https://app.example", "https://app.example"],
    ["https://app.example/", "https://app.example"],
    ["HTTPS://App.Example:443", "https://app.example"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
  ])("reads %s", (text, origin) => {
    expect(toOrigin(text)).toBe(origin);
  });

  test.each([
    "",
    "*",
    "app.example",
    "https://*.example",
    "https://app.example/page",
    "https://app.example?x",
    "https://a:b@app.example",
    "file:///etc",
    "javascript:alert(1)",
    "null",
  ])("refuses %j", (text) => {
    expect(toOrigin(text)).toBeNull();
  });
});

test("an empty list lets everybody in, any other only whom it names", () => {
  expect(isAllowedOrigin([], undefined)).toBe(true);
  expect(isAllowedOrigin([], "https://any.example")).toBe(true);
  const list = ["https://app.example"];
  expect(isAllowedOrigin(list, "https://app.example")).toBe(true);
  for (const other of [undefined, "null", "https://app.example.evil", "http://app.example", "https://x"]) {
    expect(isAllowedOrigin(list, other)).toBe(false);
  }
});
