import type { Page } from "playwright-core";
import { z } from "zod";

/**
 * Runs in every page before its own scripts. LCP, layout shifts (all of them that no input caused: never
 * less than CLS), interactions by their id (INP is the slowest of so few), and when the first
 * row of a trace had a size.
 */
export const observerScript = `
(() => {
  const seen = { lcpMs: 0, lcpElement: "", shift: 0, shifts: [], interactions: {}, firstRowsMs: 0 };
  const watch = (type, take, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  const nameOf = (node) =>
    node ? (node.nodeName + "." + (node.getAttribute?.("class") ?? "")).slice(0, 60) : "";
  watch("largest-contentful-paint", (entry) => {
    seen.lcpMs = entry.startTime;
    seen.lcpElement = nameOf(entry.element) + " " + (entry.element?.textContent ?? "").slice(0, 40);
  });
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    seen.shift += entry.value;
    seen.shifts.push(entry.value.toFixed(4) + " " + entry.sources.map(({ node }) => nameOf(node)).join(" | "));
  });
  watch("event", ({ interactionId, duration, name, processingStart, processingEnd, startTime }) => {
    if (!interactionId) return;
    const slowest = seen.interactions[interactionId];
    if (slowest && slowest.durationMs >= duration) return;
    seen.interactions[interactionId] = {
      durationMs: duration,
      name,
      waitMs: processingStart - startTime,
      workMs: processingEnd - processingStart,
    };
  }, { durationThreshold: 16 });
  const untilRows = () => {
    const row = document.querySelector("[data-node]");
    if (row && row.getBoundingClientRect().height > 0) seen.firstRowsMs = performance.now();
    else requestAnimationFrame(untilRows);
  };
  requestAnimationFrame(untilRows);
  window.benchSeen = seen;
})();
`;

const seenShape = z.object({
  lcpMs: z.number(),
  lcpElement: z.string(),
  shift: z.number(),
  shifts: z.array(z.string()),
  interactions: z.record(
    z.string(),
    z.object({ durationMs: z.number(), name: z.string(), waitMs: z.number(), workMs: z.number() }),
  ),
  firstRowsMs: z.number(),
});

export type Seen = z.infer<typeof seenShape>;

export async function readSeen(page: Page): Promise<Seen> {
  // Observers are told after the frame.
  await settle(page);
  return seenShape.parse(await page.evaluate("window.benchSeen"));
}

/** Two frames and a task later. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))",
  );
}

/** The slowest interaction; 0 when all were too fast to be told. */
export function slowestInteractionMs({ interactions }: Seen): number {
  return Math.max(0, ...Object.values(interactions).map(({ durationMs }) => durationMs));
}

/** A fixed amount of arithmetic: tells a slow machine from a slow page. */
export async function fixedLoopMs(page: Page): Promise<number> {
  return z.number().parse(
    await page.evaluate(`(() => {
      const startedAt = performance.now();
      let mixed = 1;
      for (let round = 0; round < 2e7; round += 1) mixed = Math.imul(mixed ^ round, 0x9e3779b1) >>> 1;
      return performance.now() - startedAt + (mixed === 0.5 ? 1 : 0);
    })()`),
  );
}
