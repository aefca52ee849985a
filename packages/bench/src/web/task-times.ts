import type { Browser, Page } from "playwright-core";
import { z } from "zod";

export interface LongestTask {
  wallMs: number;
  /** Processor time of the page's thread: what it would take on a machine with nothing else to do. */
  cpuMs: number;
}

const traceShape = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
      args: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** Throttling spins on the page's own thread, so both times include it. */
export async function longestTaskDuring(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<LongestTask> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const { traceEvents } = traceShape.parse(JSON.parse((await browser.stopTracing()).toString()));
  const threadOf = ({ pid, tid }: { pid: number; tid: number }) => `${pid}:${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.ph === "X" && event.name.endsWith("RunTask") && mainThreads.has(threadOf(event)),
  );
  return {
    wallMs: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1_000)),
    cpuMs: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1_000)),
  };
}
