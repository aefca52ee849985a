import type { Page } from "playwright-core";
import { readSeen, settle } from "./page-observer.ts";
import { type LongestTask, longestTaskDuring } from "./task-times.ts";
import { type Visitor, withThrottledPage } from "./throttled-page.ts";

export interface LongTraceFigures {
  firstRowsMs: number;
  /** From the navigation until nothing more was loaded. */
  loading: LongestTask;
  scrolling: Record<ScrolledView, LongestTask>;
}

export const scrolledViews = ["tree", "timeline", "transcript"] as const;
type ScrolledView = (typeof scrolledViews)[number];

const ready: Record<ScrolledView, (page: Page) => Promise<void>> = {
  tree: (page) => page.getByRole("treegrid").getByRole("row").nth(1).waitFor(),
  timeline: (page) => page.getByRole("option").first().waitFor(),
  transcript: (page) => page.getByRole("article").first().waitFor(),
};

/** One visit for each view, so that none pays for another. */
export async function measureLongTrace(visitor: Visitor, url: string): Promise<LongTraceFigures> {
  const none = { wallMs: 0, cpuMs: 0 };
  const scrolling = { tree: none, timeline: none, transcript: none };
  let firstRowsMs = 0;
  let loading = none;
  for (const view of scrolledViews) {
    await withThrottledPage(visitor, async (page) => {
      const load = await longestTaskDuring(visitor.browser, page, async () => {
        await page.goto(view === "tree" ? url : `${url}?view=${view}`);
        await ready[view](page);
        await page.waitForLoadState("networkidle");
        await settle(page);
      });
      if (view === "tree") {
        firstRowsMs = (await readSeen(page)).firstRowsMs;
        loading = load;
      }
      scrolling[view] = await longestTaskDuring(visitor.browser, page, () => scroll(page, view));
    });
  }
  return { firstRowsMs, loading, scrolling };
}

/** The wheel, line by line and in long turns, then drags of the scroll bar across the whole list. */
async function scroll(page: Page, view: ScrolledView): Promise<void> {
  await page.mouse.move(400, 600);
  for (const [turns, byPx] of [
    [30, 120],
    [30, 900],
    [10, -600],
  ] as const) {
    for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(0, byPx);
  }
  await settle(page);
  const list = { tree: "treegrid", timeline: "listbox", transcript: "article" }[view];
  await page.evaluate(`(async () => {
    let scroller = document.querySelector(${JSON.stringify(list === "article" ? "article" : `[role=${list}]`)});
    while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 50 && getComputedStyle(scroller).overflowY === "auto")) scroller = scroller.parentElement;
    for (let step = 0; step <= 40; step += 1) {
      const share = step % 2 === 0 ? step / 40 : 1 - step / 80;
      scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
  })()`);
  await settle(page);
}
