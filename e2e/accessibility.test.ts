import { launchBrowser } from "@plumbline/testing/browser";
import type { Product } from "@plumbline/testing/product";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeDataDirectory, project, send, startWithProject } from "./product.ts";

const violations = z.array(z.string());

/** Rules of WCAG 2.2 A and AA that axe finds broken, each with the markup it points at. */
async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return violations.parse(
    await page.evaluate(`
      axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((result) =>
        result.violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))
    `),
  );
}

describe("accessibility", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let product: Product;
  let browser: Browser;
  let traceId: string | undefined;

  beforeAll(async () => {
    directory = await makeDataDirectory();
    product = await startWithProject({ dataDir: directory.path });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await directory?.remove();
  });

  it.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const)("no page breaks a rule in the %s theme at %d px", async (colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const base = `${product.dashboardUrl}/project/${project.id}`;
    const expectNone = async (where: string) => expect(await findViolations(page), where).toEqual([]);

    await page.goto(product.dashboardUrl);
    await page.getByLabel("Password").waitFor();
    await expectNone("sign-in");
    await page.getByLabel("E-mail").fill(project.email);
    await page.getByLabel("Password").fill(project.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**/project/${project.id}/**`);
    if (traceId === undefined) {
      await page.getByText("Waiting for your first trace", { exact: false }).waitFor();
      await expectNone("first trace");
      traceId = await send("langfuse-otel", product);
      await page.getByRole("treegrid").waitFor();
    }

    await page.goto(`${base}/traces`);
    await page.getByRole("table").getByRole("link").first().waitFor();
    if (width > 1000) await page.getByRole("list", { name: "Values of Level" }).waitFor();
    await expectNone("list");
    if (width > 1000) {
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("treegrid").getByRole("row").nth(1).waitFor();
      await expectNone("list with a trace beside it");
    } else {
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("dialog").getByRole("list", { name: "Values of Level" }).waitFor();
      await expectNone("filters");
    }
    await page.goto(`${base}/traces?q=user:nobody`);
    await page.getByRole("heading", { name: "No trace matches" }).waitFor();
    await expectNone("list without a match");
    await page.goto(`${base}/traces/${traceId}`);
    await page.getByRole("treegrid").getByRole("row").nth(1).waitFor();
    await expectNone("trace");
    await page.goto(`${base}/home`);
    await page.getByRole("slider", { name: "Calls, by time" }).waitFor();
    await expectNone("home");
    await page.getByRole("button", { name: "View Calls as table" }).click();
    await page.getByRole("table").waitFor();
    await expectNone("chart as a table");
    await page.goto(`${base}/settings/targets`);
    await page.getByRole("heading", { name: "Cost per call" }).waitFor();
    await expectNone("targets");
    await page.goto(`${base}/rejected`);
    await page.getByRole("heading", { name: "Nothing was refused" }).waitFor();
    await expectNone("rejected events");
    await context.close();
  });
});
