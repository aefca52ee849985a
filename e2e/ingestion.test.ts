import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authorization, project, send, until } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

describe("the ingestion page", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;
  const address = () => `${product.dashboardUrl}/project/${project.id}/ingestion`;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await (await stage.browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    await enter(page, product);
  });

  afterAll(() => stage?.close());

  /** The figure below a label. */
  const figure = (label: string) =>
    page.locator("dl > div", { has: page.getByText(label, { exact: true }) }).locator("dd");
  const rowOf = (table: string, text: string) =>
    page.getByRole("table", { name: table }).getByRole("row", { name: new RegExp(text) });

  it("says before anything came that nothing came, and what to do", async () => {
    await page.getByRole("link", { name: "Ingestion" }).click();
    await page.getByRole("heading", { name: "Nothing has arrived yet" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Send a first trace" }).click();
    await page.waitForURL("**/traces");
  });

  it("shows what real clients sent, what was refused and why, and who sent it", async () => {
    await send("opentelemetry", product);
    await send("langfuse-classic", product);
    const refused = await fetch(`${product.apiUrl}/api/public/ingestion`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ batch: [{ id: "e1", type: "trace-destroy", body: {} }] }),
    });
    expect(refused.status).toBe(207);
    await page.goto(address());
    const refresh = () => page.getByRole("button", { name: "Refresh" }).click();
    await until(
      async () => {
        await refresh();
        return rowOf("Senders", "Langfuse protocol").count();
      },
      (count) => count > 0,
    );
    await rowOf("Senders", "weather-service").waitFor();
    await until(
      async () => {
        await refresh();
        return figure("Rejected events").innerText();
      },
      (text) => text.startsWith("1"),
    );
    expect(Number.parseInt(await figure("Accepted spans").innerText(), 10)).toBeGreaterThan(3);
    await until(
      () => figure("Journal on disk").innerText(),
      (text) => /\d (B|KiB|MiB)/.test(text),
    );
    await until(
      () => figure("Waiting to be stored").innerText(),
      (text) => text.startsWith("0"),
    );
    const accepted = page.getByRole("region", { name: "Accepted" });
    await accepted.getByText("OpenTelemetry", { exact: true }).waitFor();
    await accepted.getByRole("button", { name: "View Accepted as table" }).click();
    await accepted.getByRole("table").waitFor();
  });

  it("leads from a reason to the events that it refused", async () => {
    const reasons = page.getByRole("region", { name: "Rejects by reason" });
    const code = await reasons.getByRole("link").first().innerText();
    await reasons.getByRole("link").first().click();
    await page.waitForURL(`**/rejected?code=${encodeURIComponent(code)}`);
    await page.getByText(code).first().waitFor();
  });

  it("says that an API is silent, and leaves its journal out of the sums, while it does not speak", async () => {
    await page.goto(address());
    const journals = page.getByRole("table", { name: "Journals" });
    await journals.getByText("In order").waitFor();
    expect(await journals.locator("tbody tr").count()).toBe(1);
    await until(
      () => figure("Journal on disk").innerText(),
      (text) => /\d/.test(text),
    );
    process.kill(product.pidOf("api"), "SIGSTOP");
    try {
      await journals.getByText("Silent").waitFor({ timeout: 120_000 });
      expect(await figure("Waiting to be stored").innerText()).toContain("the API does not answer");
      expect(await figure("Journal on disk").innerText()).toBe("—");
    } finally {
      process.kill(product.pidOf("api"), "SIGCONT");
    }
    await journals.getByText("In order").waitFor({ timeout: 60_000 });
    await until(
      () => figure("Journal on disk").innerText(),
      (text) => /\d/.test(text),
    );
  });

  it("holds together on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(address());
    await rowOf("Senders", "weather-service").waitFor();
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
