import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { authorization, project, readApi, until } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

const traceId = "media-trace";

/** A red square of 40 pixels. */
function redSquare(): Buffer {
  const size = 40;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3).fill(Buffer.from([220, 30, 30]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const announced = z.object({ mediaId: z.string(), uploadUrl: z.string().nullable() });

describe("files of a trace", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;
  const asked: string[] = [];

  /** As SDKs do it; gives the tag that they leave in the text. */
  async function upload(bytes: Buffer, contentType: string): Promise<string> {
    const answer = await fetch(`${product.apiUrl}/api/public/media`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({
        traceId,
        field: "input",
        contentType,
        contentLength: bytes.length,
        sha256Hash: createHash("sha256").update(bytes).digest("base64"),
      }),
    });
    const { mediaId, uploadUrl } = announced.parse(await answer.json());
    const put = { method: "PUT", headers: { "content-type": contentType }, body: new Uint8Array(bytes) };
    expect((await fetch(uploadUrl ?? "", put)).status).toBe(200);
    return `@@@langfuseMedia:type=${contentType}|id=${mediaId}|source=bytes@@@`;
  }

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await (await stage.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.on("request", (request) => asked.push(request.url()));
    const picture = await upload(redSquare(), "image/png");
    const sound = await upload(Buffer.from("RIFF not really"), "audio/wav");
    const film = await upload(Buffer.from("not really a film"), "video/mp4");
    const markup = await upload(Buffer.from("<script>document.title='owned'</script>"), "image/svg+xml");
    const hostile = [
      "@@@langfuseMedia:type=image/png|id=../../../api/auth/signout|source=bytes@@@",
      `@@@langfuseMedia:type=image/png|id="><img src=x onerror=alert(1)>|source=bytes@@@`,
      "@@@langfuseMedia:type=image/png|id=nothingstoredhere00000|source=bytes@@@",
    ].join(" ");
    const body = {
      id: "span",
      traceId,
      name: "look",
      startTime: new Date().toISOString(),
      input: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: picture } },
          ],
        },
      ],
      output: `Heard ${sound}, seen ${film}, kept ${markup}. ${hostile}`,
      metadata: { drawing: picture },
    };
    await fetch(`${product.apiUrl}/api/public/ingestion`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({
        batch: [{ id: "e", type: "generation-create", timestamp: new Date().toISOString(), body }],
      }),
    });
    await until(
      async () => (await readApi(product, "/api/public/observations/span")).status,
      (status) => status === 200,
    );
    await enter(page, product);
  });

  afterAll(() => stage?.close());

  it("are shown with their type and size: pictures in place, sound and film with controls, others to download", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}?span=span`);
    const pictures = page.locator("main img[src*='/media/']");
    await pictures.first().waitFor();
    await expect
      .poll(() => page.evaluate<number>(`document.querySelector("main img[src*='/media/']").naturalWidth`))
      .toBe(40);
    expect(await pictures.first().getAttribute("loading")).toBe("lazy");
    // In the message and in the metadata.
    expect(await pictures.count()).toBe(2);
    await page.getByText("image/png,").first().waitFor();
    const output = page.getByRole("region", { name: "Output" });
    expect(await output.locator("audio[controls][preload=none]").count()).toBe(1);
    expect(await output.locator("video[controls][preload=none]").count()).toBe(1);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      output.getByRole("link", { name: "Download the file" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^[\w-]{22}/);
  });

  it("come from our own address, in a sandbox, for those alone who may read the project", async () => {
    const source = await page.locator("main img[src*='/media/']").first().getAttribute("src");
    const url = new URL(source ?? "", product.dashboardUrl);
    expect(url.origin).toBe(new URL(product.dashboardUrl).origin);
    const own = await page.request.get(url.href);
    expect(own.headers()).toMatchObject({
      "content-type": "image/png",
      "content-disposition": expect.stringMatching(/^inline/),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    expect((await fetch(url)).status).toBe(401);
    const nothing = url.href.replace(/media\/.*/, "media/nothingstoredhere00000");
    expect((await page.request.get(nothing)).status()).toBe(404);
  });

  it("that nobody stored, and tags that are none, stay text", async () => {
    const output = page.getByRole("region", { name: "Output" });
    expect(await output.innerText()).toContain("nothingstoredhere00000");
    expect(await output.innerText()).toContain("onerror=alert(1)");
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(asked.filter((url) => /\/media\/nothingstored|\/signout/.test(url))).toEqual([]);
    expect(await page.title()).not.toBe("owned");
  });

  it("hold together on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("tab", { name: "Span" }).click();
    await page.locator("main img[src*='/media/']").first().waitFor();
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
