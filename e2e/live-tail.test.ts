import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { authorization, project, readApi, send, until } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

let sent = 0;

/** One trace of one call that ended now; its number is its name. */
async function sendTrace(product: Product, attributes: Record<string, string> = {}): Promise<string> {
  sent += 1;
  const nowMs = Date.now();
  const name = `trace ${sent}`;
  const span = {
    traceId: sent.toString(16).padStart(32, "c"),
    spanId: sent.toString(16).padStart(16, "d"),
    name,
    startTimeUnixNano: `${nowMs - 20}000000`,
    endTimeUnixNano: `${nowMs}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
  const answer = await fetch(`${product.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(answer.status).toBe(200);
  return name;
}

describe("the live list", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    for (let count = 0; count < 60; count++) await sendTrace(product);
    // The list is not live yet, and would not fetch what comes later.
    await until(storedTraces, (stored) => stored === 60);
    page = await (await stage.browser.newContext({ viewport: { width: 1400, height: 700 } })).newPage();
    await enter(page, product);
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces`);
    await row("trace 60").waitFor();
  });

  afterAll(() => stage?.close());

  const storedTraces = async () => {
    const answer = await readApi(product, "/api/public/traces?limit=1");
    return z.object({ meta: z.object({ totalItems: z.number() }) }).parse(await answer.json()).meta
      .totalItems;
  };
  const row = (name: string) => page.getByRole("link", { name, exact: true });
  const firstRow = () => page.locator("tr[data-index='0'] [data-row-link]").innerText();
  const pill = () => page.getByRole("button", { name: /new$/ });
  const away = () => page.mouse.move(700, 10);
  const status = () => page.getByLabel("Live list");
  const becomesFirst = (name: string) => until(firstRow, (text) => text === name);

  it("is switched on by a key, says so in the address, and shows what a real client sends", async () => {
    await away();
    await page.keyboard.press("l");
    await page.waitForURL(/live=1/);
    expect(await page.getByRole("button", { name: "Live" }).getAttribute("aria-pressed")).toBe("true");
    await becomesFirst(await sendTrace(product));
    const traceId = await send("opentelemetry", product);
    await page.locator(`[data-row-link][href$="${traceId}"]`).waitFor();
  });

  it("waits while the pointer is in the list, and goes on when it leaves", async () => {
    await page.locator("tr[data-index='3']").hover();
    await until(
      () => status().innerText(),
      (text) => text === "Paused",
    );
    const before = await firstRow();
    const names = [await sendTrace(product), await sendTrace(product)];
    await until(
      () => pill().innerText(),
      (text) => text.trim() === "2 new",
    );
    expect(await firstRow()).toBe(before);
    await away();
    await becomesFirst(names[1] ?? "");
    expect(await pill().count()).toBe(0);
  });

  it("waits while the list is scrolled away; the pill brings in what is new, and to the top", async () => {
    await page.locator("tr[data-index='3']").hover();
    await page.mouse.wheel(0, 900);
    await away();
    const name = await sendTrace(product);
    await pill().waitFor();
    await page.locator("[role=status]", { hasText: "1 new trace" }).waitFor({ state: "attached" });
    await pill().click();
    await row(name).waitFor();
    expect(await firstRow()).toBe(name);
    await away();
  });

  it("waits for who goes through it with the keyboard, and for a selection and an open trace", async () => {
    await page.keyboard.press("j");
    const name = await sendTrace(product);
    await pill().waitFor();
    await page.keyboard.press("n");
    await becomesFirst(name);
    await page.keyboard.press("x");
    await page.evaluate("document.activeElement.blur()");
    const second = await sendTrace(product);
    await pill().waitFor();
    await page.keyboard.press("Escape");
    await becomesFirst(second);
    await row(second).click();
    await page.waitForURL(/peek=/);
    await away();
    const third = await sendTrace(product);
    await pill().waitFor();
    expect(await firstRow()).toBe(second);
    await page.keyboard.press("n");
    await becomesFirst(third);
    await page.keyboard.press("Escape");
    await page.evaluate("document.activeElement.blur()");
  });

  it("shows only what the filter lets through, also after a reload", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces?live=1&q=user:grace`);
    await until(
      () => page.getByRole("button", { name: "Live" }).getAttribute("aria-pressed"),
      (on) => on === "true",
    );
    await sendTrace(product, { "user.id": "hedy" });
    await becomesFirst(await sendTrace(product, { "user.id": "grace" }));
    expect(await page.locator("[data-row-link]").count()).toBe(1);
  });

  it("says that the connection is lost, comes back by itself, and misses nothing", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces?live=1`);
    await becomesFirst(await sendTrace(product, { "user.id": "before" }));
    product.kill("dashboard");
    await until(
      () => status().innerText(),
      (text) => text.startsWith("Connection lost"),
    );
    const name = await sendTrace(product);
    await becomesFirst(name);
    await until(
      () => status().count(),
      (count) => count === 0 || count === 1,
    );
    await until(
      () => status().textContent(),
      (text) => text === "",
    );
  });

  it("holds no connection while the tab is hidden", async () => {
    const open = () =>
      page.evaluate<number>(
        'performance.getEntriesByType("resource").filter(({ name }) => name.includes("trace.tail")).length',
      );
    const hide = (state: string) =>
      page.evaluate(`
        Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "${state}" });
        document.dispatchEvent(new Event("visibilitychange"));
      `);
    // A stream is told of as a resource when it ends.
    const ended = await open();
    await hide("hidden");
    await until(open, (count) => count > ended);
    await page.getByText("Paused while the tab is hidden").waitFor();
    const name = await sendTrace(product);
    await hide("visible");
    await becomesFirst(name);
  });
});
