import { describe, expect, it } from "vitest";
import { safeReturnPath } from "./safe-return-path.ts";

describe("safeReturnPath", () => {
  it.each([
    ["/project/p1/traces?range=7d", "/project/p1/traces?range=7d"],
    [undefined, "/"],
    [["/a", "/b"], "/"],
    ["https://evil.example.com", "/"],
    ["//evil.example.com", "/"],
    ["//evil.example.com/project/p1", "/"],
    ["/\\evil.example.com", "/"],
    ["/\t/evil.example.com", "/"],
    ["/.//evil.example.com", "/"],
    ["/a/..//evil.example.com/x", "/"],
    ["/%2e//evil.example.com", "/"],
    ["/./\\evil.example.com", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-in?returnTo=/", "/"],
    ["/api/auth/signout", "/"],
  ])("%j leads to %s", (value, expected) => {
    expect(safeReturnPath(value)).toBe(expected);
  });
});
