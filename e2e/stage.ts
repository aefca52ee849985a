import { launchBrowser } from "@plumbline/testing/browser";
import type { Product } from "@plumbline/testing/product";
import type { Browser, Page } from "playwright-core";
import { signIn } from "./people.ts";
import { makeDataDirectory, project, startWithProject } from "./product.ts";

export interface Stage {
  product: Product;
  browser: Browser;
  /** Starts the product, which has ended, with the same data and ports. */
  restart(env?: Record<string, string>): Promise<Product>;
  /** Ends both and removes what they wrote. */
  close(): Promise<void>;
}

/** The product with its project, in a directory of its own, and a browser. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const directory = await makeDataDirectory();
  let product: Product | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await product?.stop();
    await directory.remove();
  };
  try {
    product = await startWithProject({ dataDir: directory.path, env });
    browser = await launchBrowser();
    const { ports } = product;
    const restart = async (changed: Record<string, string> = env): Promise<Product> => {
      product = await startWithProject({ dataDir: directory.path, ports, env: changed });
      return product;
    };
    return { product, browser, restart, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Signs the user of the project in, who then stands on its first page. */
export async function enter(page: Page, { dashboardUrl }: Product): Promise<void> {
  await page.goto(`${dashboardUrl}/sign-in`);
  await signIn(page, project.email, project.password);
  await page.waitForURL(`**/project/${project.id}/**`);
}
