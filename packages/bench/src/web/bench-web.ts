import { loadavg } from "node:os";
import { launchBrowser } from "@plumbline/testing/browser";
import { weighPage } from "@plumbline/testing/page-weight";
import type { Product } from "@plumbline/testing/product";
import { describeMachine } from "../ingest/machine.ts";
import { percentile } from "../ingest/percentile.ts";
import { type Line, printTable } from "../ingest/report.ts";
import { type LongTraceFigures, measureLongTrace, scrolledViews } from "./long-trace.ts";
import { type PageCase, pageCases } from "./page-cases.ts";
import { fixedLoopMs, readSeen, type Seen, settle, slowestInteractionMs } from "./page-observer.ts";
import { type Seeded, seedProduct } from "./seed.ts";
import type { WebSettings } from "./settings.ts";
import type { LongestTask } from "./task-times.ts";
import { signIn, type Visitor, withThrottledPage } from "./throttled-page.ts";

interface Bench {
  dashboardUrl: string;
  projectUrl: string;
  settings: WebSettings;
  visitor: Visitor;
  seeded: Seeded;
}

/** Every part in turn; each visit has an empty cache. Prints as it goes. */
export async function benchWeb(product: Product, settings: WebSettings, scratch: string): Promise<void> {
  const machine = describeMachine(scratch).map(([label, value]) => ({ label, value }));
  const { publicKey, secretKey, email, password } = product.credentials();
  if (!publicKey || !secretKey || !email || !password) throw new Error("The product printed no credentials.");
  const seeded = await seedProduct({ apiUrl: product.apiUrl, publicKey, secretKey, ...settings });
  printTable("Machine", [
    ...machine,
    { label: "Data", value: `${seeded.traces} traces, ${seeded.spans} spans, seed ${settings.seed}` },
    {
      label: "Pages",
      value: `Chromium, 1440 × 900, CPU ÷ ${settings.throttle}, empty cache, ${settings.rounds} visits`,
    },
  ]);
  const browser = await launchBrowser();
  try {
    const { dashboardUrl } = product;
    const { storage, projectUrl } = await signIn(browser, { dashboardUrl, email, password });
    const visitor = { browser, storage, throttle: settings.throttle };
    const bench = { dashboardUrl, projectUrl, settings, visitor, seeded };
    const wanted = (title: string) => title.toLowerCase().includes(settings.only.toLowerCase());
    if (wanted(weightTitle)) await weights(bench);
    for (const page of pageCases(seeded)) {
      if (wanted(titleOf(page))) await vitals(bench, page);
    }
    if (wanted(scrollTitle(bench))) await longTrace(bench);
    printTable("Machine", [{ label: "Busy at the end", value: `load average ${load()}` }]);
  } finally {
    await browser.close();
  }
}

const weightTitle = "JavaScript of a first visit, gzipped";
const titleOf = ({ name }: PageCase) => `Page: ${name}`;
const scrollTitle = ({ settings }: Bench) =>
  `Scrolling: a trace of ${settings.longSpans.toLocaleString("en")} spans`;

const load = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");
const spread = (values: readonly number[], digits = 0, unit = " ms") =>
  `p50 ${percentile(values, 50).toFixed(digits)}${unit}, p75 ${percentile(values, 75).toFixed(digits)}${unit}`;

interface Yardstick {
  loopMs: number;
  blankLcpMs: number;
}

/** A page of the same server without a script, and a fixed loop in it. */
function measureYardstick({ dashboardUrl, visitor }: Bench): Promise<Yardstick> {
  return withThrottledPage(visitor, async (page) => {
    await page.goto(`${dashboardUrl}/health`);
    await settle(page);
    const { lcpMs } = await readSeen(page);
    return { blankLcpMs: lcpMs, loopMs: await fixedLoopMs(page) };
  });
}

const yardstickLines = (measured: readonly Yardstick[]): Line[] => [
  {
    label: "Beside it: LCP of a page without scripts",
    value: spread(measured.map((each) => each.blankLcpMs)),
  },
  { label: "Beside it: 20 million steps of a loop", value: spread(measured.map((each) => each.loopMs)) },
  { label: "Beside it: load average", value: load() },
];

async function weights({ visitor, dashboardUrl, projectUrl, seeded }: Bench): Promise<void> {
  const viewport = { width: 1440, height: 900 };
  const signedIn = { viewport, ...(visitor.storage && { storageState: visitor.storage }) };
  const lines: Line[] = [];
  for (const { name, url, options, targetKb } of [
    { name: "sign-in", url: `${dashboardUrl}/sign-in`, options: { viewport } },
    { name: "home", url: `${projectUrl}/home`, options: signedIn },
    { name: "traces", url: `${projectUrl}/traces`, options: signedIn, targetKb: 260 },
    { name: "trace", url: `${projectUrl}/traces/${seeded.usual}`, options: signedIn, targetKb: 260 },
    { name: "settings", url: `${projectUrl}/settings`, options: signedIn },
  ]) {
    const { firstBytes, allBytes } = await weighPage(visitor.browser, url, options);
    const value = `${kilobytes(firstBytes)} at first, ${kilobytes(allBytes)} when all is loaded`;
    lines.push({ label: name, value, ...(targetKb && { target: `≤ ${targetKb} KB at first` }) });
  }
  printTable(weightTitle, lines);
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

async function visit(bench: Bench, { path, ready, interact }: PageCase): Promise<Seen> {
  return withThrottledPage(bench.visitor, async (page) => {
    await page.goto(`${bench.projectUrl}${path}`);
    await ready(page);
    await page.waitForLoadState("networkidle");
    await settle(page);
    await interact(page);
    return readSeen(page);
  });
}

async function vitals(bench: Bench, page: PageCase): Promise<void> {
  const seen: Seen[] = [];
  const yardsticks: Yardstick[] = [];
  for (let round = 0; round < bench.settings.rounds; round += 1) {
    seen.push(await visit(bench, page));
    yardsticks.push(await measureYardstick(bench));
  }
  printTable(titleOf(page), [
    { label: "LCP", value: spread(seen.map(({ lcpMs }) => lcpMs)), target: "≤ 2000 ms" },
    { label: "INP", value: spread(seen.map(slowestInteractionMs)), target: "≤ 150 ms" },
    {
      label: "CLS",
      value: spread(
        seen.map(({ shift }) => shift),
        3,
        "",
      ),
      target: "≤ 0.05",
    },
    ...yardstickLines(yardsticks),
  ]);
  if (bench.settings.explain) explain(seen);
}

function explain(seen: readonly Seen[]): void {
  const [last] = seen.slice(-1);
  if (!last) return;
  console.log(`  largest paint: ${last.lcpElement.replaceAll("\n", " ")}`);
  for (const shift of last.shifts) console.log(`  shift: ${shift}`);
  for (const { name, durationMs, waitMs, workMs } of Object.values(last.interactions)) {
    console.log(`  ${name}: ${durationMs} ms, waited ${waitMs.toFixed(0)}, worked ${workMs.toFixed(0)}`);
  }
}

async function longTrace(bench: Bench): Promise<void> {
  const figures: LongTraceFigures[] = [];
  const yardsticks: Yardstick[] = [];
  for (let round = 0; round < bench.settings.rounds; round += 1) {
    figures.push(await measureLongTrace(bench.visitor, `${bench.projectUrl}/traces/${bench.seeded.long}`));
    yardsticks.push(await measureYardstick(bench));
  }
  printTable(scrollTitle(bench), [
    {
      label: "First rows",
      value: spread(figures.map(({ firstRowsMs }) => firstRowsMs)),
      target: "≤ 2000 ms",
    },
    ...taskLines(
      "loading",
      figures.map(({ loading }) => loading),
    ),
    ...scrolledViews.flatMap((view) =>
      taskLines(
        `scrolling the ${view}`,
        figures.map(({ scrolling }) => scrolling[view]),
      ),
    ),
    ...yardstickLines(yardsticks),
  ]);
}

function taskLines(during: string, tasks: readonly LongestTask[]): Line[] {
  return [
    {
      label: `Longest task while ${during}`,
      value: spread(tasks.map(({ wallMs }) => wallMs)),
      target: "≤ 200 ms",
    },
    { label: "  the most processor time of a task", value: spread(tasks.map(({ cpuMs }) => cpuMs)) },
  ];
}
