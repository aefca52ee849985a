import { weighPage } from "@plumbline/testing/page-weight";
import type { Product } from "@plumbline/testing/product";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageWeights } from "./page-weights.ts";
import { signIn } from "./people.ts";
import { project, send, untilStored } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

type Storage = Awaited<ReturnType<BrowserContext["storageState"]>>;

describe("JavaScript of a first visit", () => {
  let stage: Stage;
  let product: Product;
  let storage: Storage;
  let traceId: string;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    traceId = await send("langfuse-otel", product);
    await untilStored(product, traceId);
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.goto(product.dashboardUrl);
    await signIn(page, project.email, project.password);
    await page.waitForURL(`**/project/${project.id}/**`);
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}`);
    await page.getByRole("treegrid").waitFor();
    storage = await context.storageState();
    await context.close();
  });

  afterAll(() => stage?.close());

  it.each(pageWeights)("$page loads at most $most KB", async ({ path, signedIn, most }) => {
    const url = `${product.dashboardUrl}${path(project.id, traceId)}`;
    const { firstBytes } = await weighPage(stage.browser, url, signedIn ? { storageState: storage } : {});
    expect(firstBytes / 1024).toBeLessThanOrEqual(most);
    // A page that broke would be light as well.
    expect(firstBytes / 1024).toBeGreaterThan(most * 0.7);
  });
});
