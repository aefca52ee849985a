import { describe, expect, it } from "vitest";
import { readMedia } from "./media.ts";

const png = "iVBORw0KGgoAAAANSUhEUg==";
const image = { type: "image", mimeType: "image/png", url: `data:image/png;base64,${png}` };

describe("readMedia", () => {
  it.each([
    ["OpenAI chat", { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } }],
    ["OpenAI responses", { type: "input_image", image_url: `data:image/png;base64,${png}` }],
    ["Anthropic", { type: "image", source: { type: "base64", media_type: "image/png", data: png } }],
    ["Gemini", { inlineData: { mimeType: "image/png", data: png } }],
    ["the conventions", { type: "blob", mime_type: "image/png", content: png }],
    ["the AI SDK", { type: "image", image: png }],
  ])("reads an image of %s", (_of, part) => expect(readMedia(part)).toMatchObject(image));

  it("names the host of what lies elsewhere", () => {
    expect(readMedia({ type: "image_url", image_url: { url: "https://evil.example/a.png?x" } })).toEqual({
      type: "remote",
      url: "https://evil.example/a.png?x",
      host: "evil.example",
    });
    expect(readMedia({ type: "uri", uri: "http://h:81/x" })).toMatchObject({ host: "h:81" });
  });

  it.each([
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:text/html;base64,PHN2Zz4=",
    "data:image/png,<svg>",
    'data:image/png;base64,"><script>',
    "javascript:alert(1)",
    "//evil.example/x.png",
    "file:///etc/passwd",
  ])("draws nothing of %s", (url) => {
    expect(readMedia({ type: "image_url", image_url: { url } }).type).toBe("other");
  });
});
