import type { Browser, BrowserContext, Page } from "playwright-core";
import { observerScript } from "./page-observer.ts";

type Storage = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface Visitor {
  browser: Browser;
  /** Signed in; undefined for a stranger. */
  storage: Storage | undefined;
  /** 4 slows the page's CPU to a quarter. */
  throttle: number;
}

/** A page with an empty cache on a slow machine. */
export async function withThrottledPage<Result>(
  { browser, storage, throttle }: Visitor,
  visit: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(storage && { storageState: storage }),
  });
  try {
    await context.addInitScript(observerScript);
    const page = await context.newPage();
    const protocol = await context.newCDPSession(page);
    await protocol.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    return await visit(page);
  } finally {
    await context.close();
  }
}

export async function signIn(
  browser: Browser,
  { dashboardUrl, email, password }: { dashboardUrl: string; email: string; password: string },
): Promise<{ storage: Storage; projectUrl: string }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(dashboardUrl);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/project/**");
  const projectUrl = /^.*\/project\/[^/?#]+/.exec(page.url())?.[0];
  if (projectUrl === undefined) throw new Error(`Signed in, but at ${page.url()}`);
  // What a returning visitor has: preferences and cookies that home leaves behind.
  await page.goto(`${projectUrl}/home`);
  await page.getByRole("heading", { name: "Home" }).waitFor();
  await page.waitForLoadState("networkidle");
  const storage = await context.storageState();
  await context.close();
  return { storage, projectUrl };
}
