import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";

export interface PageWeight {
  /** Gzipped bytes of the scripts that the document itself names. */
  firstBytes: number;
  /** Of all scripts that were loaded until nothing more came. */
  allBytes: number;
}

/** How much JavaScript a visit with an empty cache loads. */
export async function weighPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newContext"]>[0],
): Promise<PageWeight> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const scripts: Promise<{ path: string; bytes: number }>[] = [];
    const weigh = (response: Response): void => {
      if (response.request().resourceType() !== "script") return;
      const { pathname } = new URL(response.url());
      scripts.push(response.body().then((body) => ({ path: pathname, bytes: gzipSync(body).length })));
    };
    page.on("response", weigh);
    const document = await page.goto(url);
    if (!document?.ok()) throw new Error(`${url} answered ${document?.status()}`);
    const html = await document.text();
    await page.waitForLoadState("networkidle");
    // What comes later would be cut off with the page.
    page.off("response", weigh);
    const named = new Set([...html.matchAll(/<script[^>]* src="([^"?]+)/g)].map(([, path]) => path));
    const loaded = await Promise.all(scripts);
    const sum = (chosen: readonly { bytes: number }[]) =>
      chosen.reduce((total, { bytes }) => total + bytes, 0);
    return { firstBytes: sum(loaded.filter(({ path }) => named.has(path))), allBytes: sum(loaded) };
  } finally {
    await context.close();
  }
}
