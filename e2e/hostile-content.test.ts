import type { Product } from "@plumbline/testing/product";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { payloads } from "./hostile-payloads.ts";
import { sendHostileTrace } from "./hostile-traces.ts";
import { project, until, untilStored } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

/** Payloads of one trace: every one of them stands on every surface of that trace. */
const payloadsPerTrace = 36;

const groups = Array.from({ length: Math.ceil(payloads.length / payloadsPerTrace) }, (_none, index) =>
  payloads.slice(index * payloadsPerTrace, (index + 1) * payloadsPerTrace),
);

interface Sighting {
  dialogs: string[];
  foreign: string[];
  violations: string[];
  errors: string[];
}

describe("hostile content", () => {
  let stage: Stage;
  let product: Product;
  let context: BrowserContext;
  let page: Page;
  let seen: Sighting;
  const traceIds: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    for (const group of groups) traceIds.push(await sendHostileTrace(product, group));
    for (const traceId of traceIds) await untilStored(product, traceId);
    context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    seen = await watch(context, page, new URL(product.dashboardUrl).host);
    await signIn(page, product);
  });

  afterAll(() => stage?.close());

  const expectNothingHappened = async (where: string) => {
    expect(await page.evaluate("window.__ran ?? Object.prototype.polluted ?? null"), where).toBeNull();
    expect(context.pages().length, where).toBe(1);
    expect(new URL(page.url()).host, where).toBe(new URL(product.dashboardUrl).host);
    expect(seen, where).toEqual({ dialogs: [], foreign: [], violations: [], errors: [] });
  };

  it("knows more than a hundred and twenty ways", () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(120);
  });

  it("shows names, users, sessions, tags and previews in the list", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces`);
    await until(
      async () => page.locator('a[href*="/traces/"]').count(),
      (count) => count >= groups.length,
    );
    await page.mouse.wheel(0, 4_000);
    await expectNothingHappened("list");
  });

  it.each(groups.map((_group, index) => index))(
    "shows every text of trace %i, plain and as markdown",
    async (index) => {
      await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceIds[index]}`);
      const rows = page.getByRole("treegrid").getByRole("row");
      await rows.nth(1).waitFor();
      for (const span of ["chat", "plain", "json"]) {
        await rows
          .filter({ hasText: `${span}-span` })
          .first()
          .click();
        const detail = page.getByRole("region", { name: "Selected span" });
        await detail.locator("h2", { hasText: `${span}-span` }).waitFor();
        await detail.getByRole("region", { name: "Output", exact: true }).waitFor();
        await openEverything(page);
        await expectNothingHappened(`${span} of trace ${index}`);
        if (span === "chat") {
          await setMarkdown(page, true);
          await expectNothingHappened(`markdown of trace ${index}`);
          expect(await unsafeLinks(page)).toEqual([]);
          await hoverAndFocusAll(page);
          await expectNothingHappened(`markdown of trace ${index} under the pointer`);
          await setMarkdown(page, false);
        }
        for (const view of ["JSON", "Raw"]) {
          for (const button of await detail.getByRole("button", { name: view, exact: true }).all()) {
            await button.click();
          }
          await expectNothingHappened(`${span} of trace ${index} as ${view}`);
        }
      }
    },
  );

  it("loads no remote image before it is asked to, and then in a tab of its own only", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceIds[0]}`);
    await page.getByRole("row").filter({ hasText: "chat-span" }).first().click();
    await page.getByRole("button", { name: "Load image" }).first().click();
    const link = page.getByRole("link", { name: "Open in a new tab" }).first();
    expect(await link.getAttribute("rel")).toContain("noreferrer noopener");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(
      await page.locator("img").evaluateAll((images) => images.map((image) => image.getAttribute("src"))),
    ).toEqual([]);
    await expectNothingHappened("remote image");
  });

  it("hands out downloads that no browser opens as a page", async () => {
    const path = `/api/project/${project.id}/traces/${traceIds[0]}/download`;
    for (const query of [
      "",
      "?span=00000000000000c1&field=input",
      "?span=00000000000000c1&field=attributes",
    ]) {
      const answer = await context.request.get(`${product.dashboardUrl}${path}${query}`);
      expect(answer.status(), query).toBe(200);
      const headers = answer.headers();
      expect(headers["content-disposition"], query).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect(headers["content-security-policy"], query).toBe("default-src 'none'; sandbox");
      expect(headers["x-content-type-options"], query).toBe("nosniff");
      expect(headers["content-type"], query).toMatch(/^(text\/plain|application\/json)/);
    }
  });

  it("keeps keys that name parts of every object", async () => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceIds[0]}`);
    await page.getByRole("row").filter({ hasText: "json-span" }).first().click();
    const metadata = page.getByRole("region", { name: "Metadata" });
    for (const key of ["constructor", "prototype", "hasOwnProperty"]) {
      await metadata.getByText(key, { exact: true }).waitFor();
    }
    await expectNothingHappened("keys");
  });
});

async function watch(context: BrowserContext, page: Page, ownHost: string): Promise<Sighting> {
  const seen: Sighting = { dialogs: [], foreign: [], violations: [], errors: [] };
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:" || url.host === ownHost) return route.continue();
    seen.foreign.push(url.href.slice(0, 200));
    return route.abort();
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(String(error).slice(0, 300)));
  await page.exposeFunction("__violated", (text: string) => seen.violations.push(text));
  await page.addInitScript(`
    document.addEventListener("securitypolicyviolation", (event) =>
      window.__violated(event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile));
  `);
  return seen;
}

async function signIn(page: Page, product: Product): Promise<void> {
  await page.goto(product.dashboardUrl);
  await page.getByLabel("E-mail").fill(project.email);
  await page.getByLabel("Password").fill(project.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**/project/${project.id}/**`);
}

async function openEverything(page: Page): Promise<void> {
  await page.locator("details:not([open])").evaluateAll((all) => {
    for (const details of all) details.setAttribute("open", "");
  });
  // Each goes away when it is pressed, and may bring others.
  const more = page.getByRole("button", { name: /earlier message|^Show all$/ });
  while ((await more.count()) > 0) await more.first().click();
}

async function setMarkdown(page: Page, on: boolean): Promise<void> {
  const button = page.getByRole("button", { name: on ? "Markdown" : "Markdown on", exact: true }).first();
  await button.click();
  await page
    .getByRole("button", { name: on ? "Markdown on" : "Markdown", exact: true })
    .first()
    .waitFor();
  // The marker stands at the end of a message of its own, in bold.
  if (on) await page.locator("strong", { hasText: "rendered" }).first().waitFor();
}

/** Links of the detail that lead out of the product by anything but http, https or mailto, or unprotected. */
async function unsafeLinks(page: Page): Promise<string[]> {
  return page.locator("main a[href]").evaluateAll(
    (links, address) =>
      links.flatMap((link) => {
        const href = link.getAttribute("href") ?? "";
        const url = new URL(href, address);
        if (url.host === new URL(address).host) return [];
        const rel = link.getAttribute("rel") ?? "";
        const isProtected = ["noreferrer", "noopener", "nofollow"].every((word) => rel.includes(word));
        return /^(https?|mailto):$/.test(url.protocol) && isProtected ? [] : [href];
      }),
    page.url(),
  );
}

/** Handlers that wait for a person. */
async function hoverAndFocusAll(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Selected span" }).evaluate((section) => {
    for (const element of section.querySelectorAll("*")) {
      for (const type of [
        "mouseover",
        "pointerenter",
        "focus",
        "animationstart",
        "toggle",
        "error",
        "load",
      ]) {
        element.dispatchEvent(new Event(type));
      }
    }
  });
}
