import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const publicUrl = "https://plumbline.example.com";

describe("isSameOrigin", () => {
  it.each([
    [{ origin: "https://plumbline.example.com" }, true],
    [{ origin: "http://localhost:3000", host: "localhost:3000" }, true],
    [{ origin: "https://evil.example.com", host: "plumbline.example.com" }, false],
    [{ origin: "null", host: "plumbline.example.com" }, false],
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{}, false],
  ])("%o is %s", (headers, expected) => {
    expect(isSameOrigin(new Headers(Object.entries(headers)), publicUrl)).toBe(expected);
  });
});
