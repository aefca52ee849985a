import { expect, it } from "vitest";
import { isTame } from "./tame-markdown.ts";

it("takes what people and models write", () => {
  expect(isTame("# Title\n\n- a **b** [c](https://d.example)\n\n> quoted\n\n```js\nx[0]\n```")).toBe(true);
  expect(isTame("- item [link](https://a.example) **bold**\n".repeat(300))).toBe(true);
});

it.each([
  ["long", "a".repeat(60_000)],
  ["nested quotes", `${">".repeat(50)} deep`],
  ["nested lists", `${"- ".repeat(50)} deep`],
  ["open brackets", "[".repeat(2_000)],
  ["open tags", "<b>".repeat(2_000)],
  ["emphasis without end", "*a_".repeat(3_000)],
])("leaves %s as it was sent", (_what, text) => expect(isTame(text)).toBe(false));
