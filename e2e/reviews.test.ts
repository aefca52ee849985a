import { launchBrowser } from "@plumbline/testing/browser";
import type { Product } from "@plumbline/testing/product";
import OpenAI from "openai";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFakeEngine } from "./fake-engine.ts";
import { findViolations } from "./find-violations.ts";
import { signIn } from "./people.ts";
import { makeDataDirectory, project, startWithProject, until } from "./product.ts";

const gatewayKey = "sk-gateway-e2e-0123456789abcdef";
const answer = "A colleague will answer you within the hour.";
const question = '<img src=x onerror=alert(1)> "Where" is my parcel?';
/** The job that opens items runs once a minute. */
const openedWithinMs = 150_000;

describe("reviews", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let product: Product;
  let browser: Browser;
  let page: Page;
  let deadUrl: string;

  const url = (path: string) => `${product.dashboardUrl}/project/${project.id}/${path}`;
  const item = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  const show = (name: string) => page.getByRole("button", { name, exact: true }).click();

  beforeAll(async () => {
    directory = await makeDataDirectory();
    const engine = await startFakeEngine("llama");
    deadUrl = engine.url;
    engine.close();
    product = await startWithProject({
      dataDir: directory.path,
      env: {
        EGRESS_ALLOW_PRIVATE: "127.0.0.1",
        PLUMBLINE_INIT_GATEWAY_KEY: gatewayKey,
        GATEWAY_WORKERS: "1",
      },
    });
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(`${product.dashboardUrl}/sign-in`);
    await signIn(page, project.email, project.password);
    await page.waitForURL(/\/project\//);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await directory?.remove();
  });

  async function shoot(name: string): Promise<void> {
    const directoryOfPictures = process.env.PICTURES;
    if (directoryOfPictures) await page.screenshot({ path: `${directoryOfPictures}/${name}.png` });
  }

  it("say how a call comes here while there is none, and lead to the pools", async () => {
    await page.goto(url("reviews"));
    await page.getByRole("heading", { name: "Nobody waits for a person" }).waitFor();
    await shoot("1-empty");
    await page.getByRole("link", { name: "Edit pools" }).click();
    const editor = page.getByRole("textbox", { name: "Pools as YAML" });
    await editor.fill(`pools:
  - name: llama
    retries: { attempts: 0 }
    replicas:
      - { name: gone, url: "${deadUrl}", kind: vllm }
    degrade:
      - when: exhausted
        action: { type: handover, text: "${answer}" }
`);
    await page.getByText("Valid", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    await page.getByRole("button", { name: "Save and serve" }).click();
    await page.getByText(/is saved and served/).waitFor();
  });

  it("tell the client of a chain that is exhausted that a person takes over", async () => {
    const client = new OpenAI({ apiKey: gatewayKey, baseURL: `${product.gatewayUrl}/v1`, maxRetries: 0 });
    const ask = (content: string, user: string) =>
      client.chat.completions
        .create(
          {
            model: "llama",
            messages: [
              { role: "system", content: "Be kind." },
              { role: "user", content },
            ],
          },
          { headers: { "x-plumbline-user-id": user, "x-plumbline-session-id": `chat of ${user}` } },
        )
        .withResponse();
    // Served once the gateway has the pool.
    const { data, response } = await until(
      () => ask(question, "user-42"),
      () => true,
    );
    expect(response.headers.get("x-plumbline-degraded")).toBe("handover");
    expect(data.choices).toMatchObject([{ finish_reason: "stop", message: { content: answer } }]);
    await ask("And the second one?", "user-43");
    const stream = await client.chat.completions.create({
      model: "llama",
      stream: true,
      messages: [{ role: "user", content: "Streamed?" }],
    });
    let streamed = "";
    let reason: string | null = null;
    for await (const { choices } of stream) {
      streamed += choices[0]?.delta.content ?? "";
      reason = choices[0]?.finish_reason ?? reason;
    }
    expect([streamed, reason]).toEqual([answer, "stop"]);
  });

  it("show every such call with what was asked, and how many wait", async () => {
    await page.goto(url("reviews"));
    // The job may come between two of the three.
    await page.getByRole("link", { name: "Reviews 3 open" }).waitFor({ timeout: openedWithinMs });
    for (const text of ["Where", "second one", "Streamed?"]) await item(text).waitFor({ timeout: 60_000 });
    expect(await page.getByRole("list", { name: "Items" }).getByRole("listitem").count()).toBe(3);
    const first = item("Where");
    await first.getByText(question, { exact: true }).waitFor();
    await first.getByText(/No replica of the pool “llama” or of its fallbacks answered/).waitFor();
    expect(await first.getByRole("link", { name: "user-42", exact: true }).isVisible()).toBe(true);
    await page.getByRole("link", { name: "Reviews 3 open" }).waitFor();
    await shoot("2-open");
  });

  it("open the trace beside the list, where it says so too", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    const panel = page.getByRole("complementary", { name: "Trace beside the list" });
    await panel.getByText(/Handed over to a person: open\./).waitFor();
    await shoot("3-beside");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  });

  it("are taken with a key, which can be undone", async () => {
    await page.keyboard.press("t");
    await page.getByText("You have taken it.").waitFor();
    await item("Where").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Reviews 2 open" }).waitFor();
    await shoot("4-taken");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It is open again, for anybody to take.").waitFor();
    await item("Where").getByRole("button", { name: "Take" }).click();
    await page.getByText("You have taken it.").waitFor();
    await show("Mine");
    await item("Where")
      .getByText(/^taken by /)
      .waitFor();
  });

  it("are resolved with a note, which the trace tells, and opened again", async () => {
    await item("Where").getByRole("link").first().focus();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Resolve" });
    await dialog.getByLabel("Note").fill("Called them.");
    await shoot("5-resolve");
    await dialog.getByRole("button", { name: "Resolve" }).click();
    await page.getByText("It is resolved.").waitFor();
    await page.getByRole("heading", { name: "You have taken nothing" }).waitFor();
    await show("Resolved");
    await item("Where").getByText("Called them.").waitFor();
    await shoot("6-resolved");
    const href = await item("Where").getByRole("link").first().getAttribute("href");
    await page.goto(`${product.dashboardUrl}${String(href)}`);
    await page.getByText(/Handed over to a person: resolved by /).waitFor();
    await page.getByText("Called them.").waitFor();
    await shoot("7-trace");
    await page.getByRole("link", { name: /^resolved by / }).click();
    await item("Where").getByRole("button", { name: "Reopen" }).click();
    await page.getByText("It is opened again.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It is resolved.").waitFor();
    await item("Where").getByText("Called them.").waitFor();
  });

  it("are exported as they are shown", async () => {
    const response = await page.request.get(
      `${product.dashboardUrl}/api/project/${project.id}/reviews/export?format=csv&show=done`,
    );
    expect(response.headers()["content-disposition"]).toContain("reviews-done.csv");
    const lines = (await response.text()).trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(question.replaceAll('"', '""'));
    const stranger = await fetch(
      `${product.dashboardUrl}/api/project/${project.id}/reviews/export?format=csv&show=done`,
    );
    expect(stranger.status).toBe(401);
  });

  it.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const)("break no rule and fit in the %s theme at %d px", async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const found: string[] = [];
    for (const shown of ["open", "done", "taken"]) {
      await page.goto(url(`reviews?show=${shown}`));
      if (shown === "taken") await page.getByRole("heading", { name: "Nobody has taken anything" }).waitFor();
      else await page.getByRole("list", { name: "Items" }).waitFor();
      await shoot(`8-${shown}-${colorScheme}-${width}`);
      for (const violation of await findViolations(page)) found.push(`${shown}: ${violation}`);
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      if (overflow !== 0) found.push(`${shown}: wider than the window by ${String(overflow)}`);
    }
    expect(found).toEqual([]);
  });
});
