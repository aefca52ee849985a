import { launchBrowser } from "@plumbline/testing/browser";
import { weighPage } from "@plumbline/testing/page-weight";
import type { Product } from "@plumbline/testing/product";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageWeights } from "./page-weights.ts";
import { makeDataDirectory, project, send, startWithProject } from "./product.ts";

type Storage = Awaited<ReturnType<BrowserContext["storageState"]>>;

describe("JavaScript of a first visit", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let product: Product;
  let browser: Browser;
  let storage: Storage;
  let traceId: string;

  beforeAll(async () => {
    directory = await makeDataDirectory();
    product = await startWithProject({ dataDir: directory.path });
    browser = await launchBrowser();
    traceId = await send("langfuse-otel", product);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(product.dashboardUrl);
    await page.getByLabel("E-mail").fill(project.email);
    await page.getByLabel("Password").fill(project.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**/project/${project.id}/**`);
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}`);
    await page.getByRole("treegrid").waitFor();
    storage = await context.storageState();
    await context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await directory?.remove();
  });

  it.each(pageWeights)("$page loads at most $most KB", async ({ path, signedIn, most }) => {
    const url = `${product.dashboardUrl}${path(project.id, traceId)}`;
    const { firstBytes } = await weighPage(browser, url, signedIn ? { storageState: storage } : {});
    expect(firstBytes / 1024).toBeLessThanOrEqual(most);
    // A page that broke would be light as well.
    expect(firstBytes / 1024).toBeGreaterThan(most * 0.7);
  });
});
