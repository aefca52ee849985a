import { describe, expect, it } from "vitest";
import { checkNewPassword } from "./check-new-password.ts";

const email = "Ada.Lovelace@analytical.example.com";

describe("checkNewPassword", () => {
  it.each([
    ["short", "123456789"],
    ["far too long", "abcd".repeat(65)],
    ["common", "Password123"],
    ["repetitive", "abcabcabcabc"],
    ["the address", "ada.lovelace@analytical.example.com"],
    ["the name in it", "Ada.Lovelace1!"],
    ["the company in it", "analytical2026"],
  ])("refuses one that is %s", (_, password) => {
    expect(() => checkNewPassword(password, email)).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        message: expect.stringMatching(/^(The|This) .*\.$/),
      }),
    );
  });

  it.each([
    "ten chars!",
    "x9#".repeat(4).concat("abcd"),
    "a phrase of several plain words",
    "пароль из слов",
    "🐎🔋📎✅🐎🔋📎✅ab",
  ])("takes %s", (password) => expect(() => checkNewPassword(password, email)).not.toThrow());
});
