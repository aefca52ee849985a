import type { Page } from "playwright-core";
import { settle } from "./page-observer.ts";
import type { Seeded } from "./seed.ts";

export interface PageCase {
  name: string;
  path: string;
  ready: (page: Page) => Promise<void>;
  /** Real clicks and keys, one after another. */
  interact: (page: Page) => Promise<void>;
}

const press = async (page: Page, keys: readonly string[]) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle(page);
  }
};

const treeReady = (page: Page) => page.getByRole("treegrid").getByRole("row").nth(1).waitFor();

/** What people look at, and what they do there first. */
export function pageCases({ usual, long }: Pick<Seeded, "usual" | "long">): PageCase[] {
  return [
    {
      name: "home",
      path: "/home",
      ready: (page) => page.getByRole("slider", { name: "Calls, by time" }).waitFor(),
      async interact(page) {
        await page.getByText("Traces", { exact: true }).last().click();
        await settle(page);
        await page.getByRole("button", { name: "Period before" }).click();
        await settle(page);
        await page.getByRole("button", { name: "Filter by model" }).click();
        await settle(page);
        await press(page, ["Escape"]);
      },
    },
    {
      name: "traces",
      path: "/traces",
      ready: (page) => page.getByRole("table").getByRole("link").first().waitFor(),
      async interact(page) {
        await press(page, ["j", "j", "j", "k"]);
        await press(page, ["f", "f"]);
        await page.getByRole("table").getByRole("link").nth(2).click();
        await treeReady(page);
        await settle(page);
        await press(page, ["Escape"]);
      },
    },
    ...[
      { name: "trace", traceId: usual },
      { name: "trace of 10,000 spans", traceId: long },
    ].map(({ name, traceId }) => ({
      name,
      path: `/traces/${traceId}`,
      ready: treeReady,
      async interact(page: Page) {
        await press(page, ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "End", "Home"]);
        await page.getByRole("treegrid").getByRole("row").nth(3).click();
        await settle(page);
        await page.getByRole("button", { name: "Collapse all" }).click();
        await settle(page);
        await page.getByRole("button", { name: "Expand all" }).click();
        await settle(page);
        await page.getByRole("tab", { name: "Timeline" }).click();
        await page.getByRole("listbox").waitFor();
        await settle(page);
      },
    })),
  ];
}
