import type { Product } from "@plumbline/testing/product";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "./find-violations.ts";
import { signIn } from "./people.ts";
import { project, send } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

interface VisitedPage {
  /** TRACE stands for the id of the trace that was sent. */
  path: string;
  /** Is there once the page shows what it has to show. */
  ready: (page: Page) => Locator;
}

const base = `/project/${project.id}`;
const heading = (name: string) => (page: Page) => page.getByRole("heading", { name });

const pages: readonly VisitedPage[] = [
  { path: `${base}/home?range=1763000000000~1763000100000`, ready: heading("Nothing in this time") },
  {
    path: `${base}/traces/TRACE?view=timeline`,
    ready: (page) => page.getByRole("button", { name: "Reset" }),
  },
  { path: `${base}/traces/TRACE?view=transcript`, ready: (page) => page.getByText("Rainy, 14 C.") },
  {
    path: `${base}/traces/TRACE?view=graph`,
    ready: (page) => page.getByRole("button", { name: "As a list" }),
  },
  { path: `${base}/traces/0000`, ready: heading("This trace is not here") },
  { path: `${base}/sessions`, ready: (page) => page.getByRole("link", { name: "sess-7" }) },
  { path: `${base}/sessions?search=nobody`, ready: heading("No session matches") },
  { path: `${base}/sessions/sess-7`, ready: (page) => page.getByText("Rainy, 14 C.") },
  { path: `${base}/users`, ready: (page) => page.getByRole("link", { name: "user-42" }) },
  { path: `${base}/users?range=1763000000000~1763000100000`, ready: heading("No user in this time range") },
  { path: `${base}/users/user-42`, ready: (page) => page.getByRole("link", { name: "sess-7" }) },
  { path: `${base}/users/nobody`, ready: heading("Nothing of this user") },
  { path: `${base}/reviews`, ready: heading("Nobody waits for a person") },
  { path: `${base}/reviews?show=mine`, ready: heading("You have taken nothing") },
  {
    path: `${base}/ingestion`,
    ready: (page) => page.getByRole("table", { name: "Senders" }).getByRole("row").nth(1),
  },
  { path: `${base}/gateway`, ready: heading("No pools yet") },
  {
    path: `${base}/gateway/pools?example=litellm`,
    ready: (page) => page.getByRole("button", { name: /^Line 5/ }),
  },
  { path: `${base}/rejected`, ready: heading("Nothing was refused") },
  { path: `${base}/setup`, ready: heading("Connect your application") },
  { path: `${base}/settings/general`, ready: heading("Retention") },
  { path: `${base}/settings/keys`, ready: (page) => page.getByText("First key") },
  { path: `${base}/settings/keys?create=true`, ready: (page) => page.getByRole("dialog") },
  { path: `${base}/settings/prices`, ready: (page) => page.getByRole("row", { name: /gpt-4o-mini/ }) },
  { path: `${base}/settings/prices?model=gpt-4o-mini`, ready: (page) => page.getByRole("dialog") },
  { path: `${base}/settings/targets`, ready: heading("Cost per call") },
  { path: `${base}/settings/audit`, ready: (page) => page.getByRole("cell", { name: "project.created" }) },
  { path: `${base}/settings/audit?action=nothing`, ready: heading("No entry matches") },
  { path: `${base}/nowhere`, ready: heading("There is no such page") },
  { path: "/nowhere", ready: heading("Nothing here") },
  { path: "/new", ready: heading("New project") },
];

describe("accessibility", () => {
  let stage: Stage;
  let product: Product;
  let browser: Browser;
  let traceId: string | undefined;

  beforeAll(async () => {
    stage = await openStage();
    ({ product, browser } = stage);
  });

  afterAll(() => stage?.close());

  it.each([1440, 390])("no page breaks a rule at %d px, neither light nor dark", async (width) => {
    // Without motion a change of the theme has no colours in between.
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    const origin = `${product.dashboardUrl}${base}`;
    const found: string[] = [];
    const check = async (where: string) => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html.${colorScheme}`).waitFor();
        for (const violation of await findViolations(page))
          found.push(`${where}, ${colorScheme}: ${violation}`);
      }
    };

    await page.goto(product.dashboardUrl);
    await page.getByLabel("Password").waitFor();
    await check("sign-in");
    await signIn(page, project.email, project.password);
    await page.waitForURL(`**/project/${project.id}/**`);
    if (traceId === undefined) {
      await page.getByText("Waiting for your first trace", { exact: false }).waitFor();
      await check("first trace");
      traceId = await send("langfuse-otel", product);
      await page.getByRole("treegrid").waitFor();
    }

    await page.goto(`${origin}/traces`);
    await page.getByRole("table").getByRole("link").first().waitFor();
    if (width > 1000) await page.getByRole("list", { name: "Values of Level" }).waitFor();
    await check("list");
    if (width > 1000) {
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("treegrid").getByRole("row").nth(1).waitFor();
      await check("list with a trace beside it");
    } else {
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("dialog").getByRole("list", { name: "Values of Level" }).waitFor();
      await check("filters");
    }
    await page.goto(`${origin}/traces?q=user:nobody`);
    await page.getByRole("heading", { name: "No trace matches" }).waitFor();
    await check("list without a match");
    await page.goto(`${origin}/traces/${traceId}`);
    await page.getByRole("treegrid").getByRole("row").nth(1).waitFor();
    await check("trace");
    await page.goto(`${origin}/home`);
    await page.getByRole("slider", { name: "Calls, by time" }).waitFor();
    await check("home");
    await page.getByRole("button", { name: "View Calls as table" }).click();
    await page.getByRole("table").waitFor();
    await check("chart as a table");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await check("keys");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "Sessions" }).waitFor();
    await check("palette");
    for (const { path, ready } of pages) {
      await page.goto(`${product.dashboardUrl}${path.replace("TRACE", traceId)}`);
      await ready(page).first().waitFor();
      await check(path);
    }
    expect(found).toEqual([]);
    await context.close();
  });
});
