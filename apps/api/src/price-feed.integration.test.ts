import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDb } from "@plumbline/db/client";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import { createLogger } from "@plumbline/runtime/logger";
import { createCustomPrice, removeCustomPrice } from "@plumbline/services/custom-price";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { openPriceFeed } from "./price-feed.ts";

const logger = createLogger({ name: "test", level: "silent" });
let api: TestApi;
let directory: string;

beforeAll(async () => {
  api = await startTestApi();
  directory = mkdtempSync(join(tmpdir(), "plumbline-prices-"));
});
afterAll(async () => {
  await api?.close();
  rmSync(directory, { recursive: true, force: true });
});

const spanOf = (name: string, model: string) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: Buffer.from(name.padEnd(16, "0")).toString("hex"),
              spanId: Buffer.from(name.padEnd(8, "0").slice(0, 8)).toString("hex"),
              name,
              startTimeUnixNano: `${Date.now()}000000`,
              endTimeUnixNano: `${Date.now() + 5}000000`,
              attributes: [
                { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
                { key: "gen_ai.request.model", value: { stringValue: model } },
                { key: "gen_ai.usage.input_tokens", value: { intValue: "1000" } },
                { key: "gen_ai.usage.output_tokens", value: { intValue: "10" } },
              ],
            },
          ],
        },
      ],
    },
  ],
});

async function costOf(name: string, model = "our-own-model"): Promise<unknown> {
  const accepted = await api.call("/v1/traces", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(spanOf(name, model)),
  });
  expect(accepted.status).toBe(200);
  await api.drained();
  const id = Buffer.from(name.padEnd(16, "0")).toString("hex");
  const answer = await api.call(`/api/public/traces/${id}`);
  return z.object({ totalCost: z.unknown() }).parse(await answer.json()).totalCost;
}

test("a price that a project sets holds for what arrives then, and no longer than it stays", async () => {
  const file = join(directory, "prices.json");
  const feed = await openPriceFeed({ db: api.db, file, logger, intervalMs: 50 });
  expect(feed.current).toEqual([]);
  const seen: (readonly CustomPrice[])[] = [];
  feed.watch((prices) => {
    seen.push(prices);
    api.setCustomPrices(prices);
  });
  const before = await costOf("before");

  const { id } = await createCustomPrice(api.ctx, {
    projectId: api.projectId,
    modelPattern: "our-own-*",
    provider: null,
    prices: { input: "2", output: "8" },
    validFrom: new Date(Date.now() - 60_000),
  });
  await expect.poll(() => seen.length).toBe(1);
  expect(await costOf("priced")).toBe(0.00208);

  await removeCustomPrice(api.ctx, { projectId: api.projectId, customPriceId: id });
  await expect.poll(() => seen.length).toBe(2);
  expect(await costOf("after")).toEqual(before);
  feed.close();
});

test("without PostgreSQL the prices of the last start hold", async () => {
  const file = join(directory, "kept.json");
  await createCustomPrice(api.ctx, {
    projectId: api.projectId,
    modelPattern: "kept",
    provider: null,
    prices: { input: "1", output: "1" },
    validFrom: new Date(Date.now() - 60_000),
  });
  const first = await openPriceFeed({ db: api.db, file, logger });
  first.close();
  const away = createDb({ url: "postgresql://nobody:nothing@127.0.0.1:9/none" });
  const second = await openPriceFeed({ db: away, file, logger });
  second.close();
  await away.$disconnect();
  expect(second.current).toEqual(first.current);
  expect(second.current).toMatchObject([
    { modelPattern: "kept", provider: null, prices: { input: "1", output: "1" } },
  ]);
  api.setCustomPrices(second.current);
  expect(await costOf("snapshot", "kept")).toBe(0.00101);
});
