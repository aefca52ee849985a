import { describe, expect, it } from "vitest";
import { readablePreview } from "./preview.ts";

describe("readablePreview", () => {
  it.each([
    [null, null],
    ["plain\n text", "plain text"],
    ['[{"role":"user","content":"How are\\n you?"}]', "How are you?"],
    ['[{"role":"system","content":"Be brief."},{"role":"user","content":"Why is the sk', "Why is the sk"],
    ['{"role":"assistant","content":"He said \\"no\\" \\u00e9', 'He said "no" é'],
    ['{"content":[{"type":"text","text":"part"}]}', "part"],
    ['{"city":"Bern"}', '{"city":"Bern"}'],
    ['[{"role":"assistant","content":""}]', '[{"role":"assistant","content":""}]'],
  ])("%j reads %j", (preview, shown) => {
    expect(readablePreview(preview)).toBe(shown);
  });
});
