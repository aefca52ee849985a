import { expect, it } from "vitest";
import { safeLink } from "./safe-link.ts";

it.each([
  "javascript:alert(1)",
  " java\nscript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://a.example/x",
  "file:///etc/passwd",
  "//evil.example",
  "/project/other",
  "https://bank.example@evil.example/",
  "",
  undefined,
])("leads nowhere: %j", (address) => expect(safeLink(address)).toBeNull());

it("shows the host that a link really leads to", () => {
  expect(safeLink("https://evil.example/bank.example")).toMatchObject({ host: "evil.example" });
  expect(safeLink("https://\u0430pple.example/")?.host).toBe("xn--pple-43d.example");
  expect(safeLink("mailto:a@b.example")).toEqual({ href: "mailto:a@b.example", host: "a@b.example" });
});
