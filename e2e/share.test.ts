import type { Product } from "@plumbline/testing/product";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "./people.ts";
import { project, readApi, send, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

describe("a shared trace", () => {
  let stage: Stage;
  let product: Product;
  let browser: Browser;
  let page: Page;
  let traceId: string;
  let link: string;

  beforeAll(async () => {
    stage = await openStage();
    ({ product, browser } = stage);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    traceId = await send("opentelemetry", product);
    await until(
      () => readApi(product, `/api/public/traces/${traceId}`),
      ({ status }) => status === 200,
    );
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}`);
    await signIn(page, project.email, project.password);
    await page.getByRole("treegrid").waitFor();
  });

  afterAll(() => stage?.close());

  /** A reader who has never been here. */
  async function readAsStranger<T>(work: (stranger: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    try {
      return await work(await context.newPage());
    } finally {
      await context.close();
    }
  }

  it("gets a bookmark and a comment, which stay", async () => {
    await page.getByRole("button", { name: "Bookmark", exact: true }).click();
    await page.getByRole("button", { name: "Bookmark", pressed: true }).waitFor();
    await page.getByRole("button", { name: /^Comments/ }).click();
    const aside = page.getByRole("complementary", { name: "Comments" });
    const box = aside.getByRole("region", { name: "Comments on this trace" }).getByRole("textbox");
    await box.fill("Only for us: <b>why</b> https://example.com/a");
    await box.press("Control+Enter");
    await aside.getByRole("link", { name: "https://example.com/a" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Bookmark", pressed: true }).waitFor();
    await aside.getByText("<b>why</b>").waitFor();
    expect(await aside.getByRole("link").getAttribute("rel")).toBe("noreferrer noopener nofollow");
  });

  it("gets a link, which shows it to a stranger and leads nowhere else", async () => {
    await page.getByRole("button", { name: "Share by a public link" }).click();
    await page.getByRole("radio", { name: "Until revoked" }).check();
    await page.getByRole("button", { name: "Make a link" }).click();
    link = await page.getByRole("textbox", { name: "Public link" }).inputValue();
    expect(link).toMatch(/\/share\/[0-9a-f-]{36}\.[0-9a-f]{64}$/);

    await readAsStranger(async (stranger) => {
      const asked: string[] = [];
      stranger.on("request", (request) => asked.push(request.url()));
      const response = await stranger.goto(link);
      expect(response?.headers()["referrer-policy"]).toBe("no-referrer");
      expect(response?.headers()["x-robots-tag"]).toContain("noindex");
      const tree = stranger.getByRole("treegrid");
      await tree.getByRole("row").filter({ hasText: "chat gpt-4o-mini" }).first().click();
      await stranger.getByText("Rainy, 14 C.").first().waitFor();
      for (const view of ["Timeline", "Transcript", "Graph"]) {
        await stranger.getByRole("tab", { name: view }).click();
        await stranger.getByRole("tabpanel", { name: `The trace as ${view.toLowerCase()}` }).waitFor();
      }
      expect(await stranger.getByRole("navigation").count()).toBe(0);
      const targets = await stranger
        .locator("a")
        .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      for (const target of targets) expect(target).toMatch(/^(\/api\/share\/|\?span=)/);
      const html = await stranger.content();
      for (const secret of [`project/${project.id}`, project.email, "Only for us", "Bookmark"]) {
        expect(html).not.toContain(secret);
      }
      expect(asked.filter((url) => url.includes("/project/"))).toEqual([]);
      const file = await stranger.request.get(new URL(targets[0] ?? "", link).href);
      expect(file.status()).toBe(200);
      expect(await file.text()).toContain("Rainy, 14 C.");
      // The zone of the clock, for the times on the page; nothing that tells who it is.
      const cookies = await stranger.context().cookies();
      expect(cookies.map(({ name }) => name).filter((name) => name !== "plumbline-zone")).toEqual([]);
    });
  });

  it("is gone for everybody once its link is revoked", async () => {
    await page.getByRole("button", { name: "Revoke the link" }).click();
    await page.getByRole("button", { name: "Make a link" }).waitFor();
    await readAsStranger(async (stranger) => {
      const response = await stranger.goto(link);
      expect(response?.status()).toBe(404);
      await stranger.getByText("This link does not work any more").waitFor();
      const file = await stranger.request.get(`${link.replace("/share/", "/api/share/")}/download`);
      expect(file.status()).toBe(404);
    });
  });
});
