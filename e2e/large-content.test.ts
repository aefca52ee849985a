import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "./people.ts";
import { authorization, project, readApi, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const traceId = "5f".repeat(16);
const needle = "the-last-needle";

/** A document of more than 20 MB: rows of an export, the word to be found in the last one. */
function largeDocument(): string {
  const rows = Array.from({ length: 115_000 }, (_none, id) => ({
    id,
    customer: `customer-${(id * 7919) % 115_000}`,
    amount: `${id}.25`,
    notes: `A sentence about order ${id}, as long as such sentences are, with a \\ and a "quote".`,
    tags: ["export", `part-${id % 17}`],
  }));
  return JSON.stringify({ rows, end: needle });
}

describe("a text of 20 MB", () => {
  const text = largeDocument();
  let stage: Stage;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
  });

  afterAll(() => stage?.close());

  it("is taken whole", async () => {
    expect(Buffer.byteLength(text)).toBeGreaterThan(20_000_000);
    const startMs = Date.now() - 60_000;
    const span = {
      traceId,
      spanId: "6e".repeat(8),
      name: "export orders",
      startTimeUnixNano: `${startMs}000000`,
      endTimeUnixNano: `${startMs + 900}000000`,
      attributes: [{ key: "langfuse.observation.output", value: { stringValue: text } }],
    };
    const response = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json", "content-encoding": "gzip" },
      body: gzipSync(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })),
    });
    expect([response.status, await response.json()]).toEqual([200, {}]);
    await until(
      () => readApi(product, `/api/public/traces/${traceId}?fields=core`),
      ({ status }) => status === 200,
    );
  });

  it("opens, is searched to its end and keeps the page light", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}`);
    await signIn(page, project.email, project.password);
    await page.getByRole("treegrid").waitFor();
    await page.getByRole("button", { name: /^Load all/ }).click();
    await page.getByRole("textbox", { name: "Find in output" }).fill(needle);
    await page.getByText("1 of 1", { exact: true }).waitFor();
    await page.getByText(needle).filter({ visible: true }).first().waitFor();
    // More than a hundred thousand rows, of which only those in sight are elements.
    expect(await page.locator("*").count()).toBeLessThan(5_000);
    // The page still answers.
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Raw", exact: true }).click();
    await page.getByRole("button", { name: "Raw", pressed: true }).waitFor();
  });

  it("is downloaded byte for byte", async () => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download output" }).click();
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(await (await downloading).path())) hash.update(chunk);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(text).digest("hex"));
  });
});
