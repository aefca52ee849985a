import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authorization, project } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

const nowMs = Date.now();
const minutes = 50;

/** Durations of two models, the one ten times the other, a point a minute. */
function durations(model: string, factor: number): object[] {
  return Array.from({ length: minutes }, (_none, minute) => ({
    startTimeUnixNano: `${nowMs - (minute + 2) * 60_000}000000`,
    timeUnixNano: `${nowMs - (minute + 1) * 60_000}000000`,
    count: "10",
    sum: 2.5 * factor,
    bucketCounts: factor === 1 ? ["0", "10", "0", "0"] : ["0", "0", "0", "10"],
    explicitBounds: [0.1, 0.4, 2],
    min: 0.2 * factor,
    max: 0.3 * factor,
    attributes: [{ key: "gen_ai.request.model", value: { stringValue: model } }],
  }));
}

function requests(): object[] {
  return Array.from({ length: minutes }, (_none, minute) => ({
    startTimeUnixNano: `${nowMs - 7_200_000}000000`,
    timeUnixNano: `${nowMs - (minute + 1) * 60_000}000000`,
    asInt: String(600 * (minutes - minute)),
  }));
}

/** Counts on from minute to minute: ten more between 256 and 512 ms each time. */
function latencies(): object[] {
  return Array.from({ length: minutes }, (_none, minute) => ({
    startTimeUnixNano: `${nowMs - 7_200_000}000000`,
    timeUnixNano: `${nowMs - (minute + 1) * 60_000}000000`,
    count: String(10 * (minutes - minute)),
    sum: 3.5 * (minutes - minute),
    scale: 0,
    positive: { offset: -2, bucketCounts: [String(10 * (minutes - minute))] },
  }));
}

function queueTimes(region: string, factor: number): object[] {
  return Array.from({ length: minutes }, (_none, minute) => ({
    timeUnixNano: `${nowMs - (minute + 1) * 60_000}000000`,
    count: "10",
    sum: 100,
    quantileValues: [
      { quantile: 0.5, value: 20 * factor },
      { quantile: 0.99, value: 30 * factor },
    ],
    attributes: [{ key: "region", value: { stringValue: region } }],
  }));
}

const body = {
  resourceMetrics: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "weather" } }] },
      scopeMetrics: [
        {
          metrics: [
            {
              name: "gen_ai.client.operation.duration",
              unit: "s",
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [...durations("gpt-4o-mini", 1), ...durations("gpt-5", 10)],
              },
            },
            {
              name: "weather.requests",
              unit: "{request}",
              sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: requests() },
            },
            {
              name: "weather.latency",
              unit: "s",
              exponentialHistogram: { aggregationTemporality: 2, dataPoints: latencies() },
            },
            {
              name: "weather.queue",
              unit: "ms",
              summary: { dataPoints: [...queueTimes("eu", 1), ...queueTimes("us", 10)] },
            },
            {
              name: "<img src=x onerror=alert(1)>",
              gauge: { dataPoints: [{ timeUnixNano: `${nowMs - 60_000}000000`, asDouble: 1 }] },
            },
          ],
        },
      ],
    },
  ],
};

describe("metrics", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await (await stage.browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await enter(page, product);
  });

  afterAll(() => stage?.close());

  it("a page without any says how to send them", async () => {
    await page.getByRole("link", { name: "Metrics" }).click();
    await page.getByText("OTEL_METRICS_EXPORTER=otlp").waitFor();
  });

  it("what a client sent is listed, drawn, and falls into groups", async () => {
    const answer = await fetch(`${product.apiUrl}/v1/metrics`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify(body),
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    const names = page.getByRole("navigation", { name: "Metrics" });
    await expect
      .poll(async () => {
        await page.goto(`${product.dashboardUrl}/project/${project.id}/metrics?range=1h`);
        const last = names.getByRole("button").nth(4);
        await last.waitFor({ timeout: 15_000 }).catch(() => undefined);
        return names.getByRole("button").count();
      })
      .toBeGreaterThanOrEqual(5);

    await names.getByRole("button", { name: "gen_ai.client.operation.duration" }).click();
    const chart = page.locator("[data-chart=metric]");
    const legend = async () => (await chart.getByRole("listitem").allInnerTexts()).join(" ");
    await expect.poll(legend).toMatch(/p50.*p95.*Average/s);
    await chart.locator("canvas").waitFor();

    await page.getByLabel("Group by").selectOption("gen_ai.request.model");
    await expect.poll(legend).toMatch(/gpt-4o-mini.*gpt-5|gpt-5.*gpt-4o-mini/s);
    await page.getByLabel("Statistic").selectOption("average");
    await expect.poll(legend).toMatch(/250 ms/);
    expect(await legend()).toMatch(/2\.5\d* s/);

    await names.getByRole("button", { name: "weather.latency" }).click();
    await expect.poll(legend).toMatch(/p50.*354 ms.*p95.*Average.*350 ms/s);

    await names.getByRole("button", { name: "weather.queue" }).click();
    await expect.poll(legend).toMatch(/region eu, p50/);
    expect(await legend()).toMatch(/region us, p99/);
    expect(await legend()).toMatch(/300 ms/);

    await names.getByRole("button", { name: "weather.requests" }).click();
    await expect.poll(legend).toMatch(/Rate/);
    expect(page.url()).toContain("name=weather.requests");
  });

  it("a hostile name is only a name", async () => {
    await page.getByRole("navigation", { name: "Metrics" }).getByText("<img src=x").click();
    await page.getByRole("heading", { name: "<img src=x" }).waitFor();
    expect(await page.locator("img[src=x]").count()).toBe(0);
  });
});
