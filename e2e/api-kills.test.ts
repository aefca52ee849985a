import { randomUUID } from "node:crypto";
import type { Product } from "@plumbline/testing/product";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { authorization, makeDataDirectory, readApi, startWithProject, until } from "./product.ts";

const kills = 20;
const senders = 8;
const unitCost = "0.000007500000";
const page = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), calculatedTotalCost: z.number().nullable() })),
  meta: z.looseObject({ totalItems: z.number(), totalPages: z.number() }),
});

describe("twenty kills of the API under load", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let product: Product;

  beforeAll(async () => {
    directory = await makeDataDirectory();
    product = await startWithProject({ dataDir: directory.path });
  });

  afterAll(async () => {
    await product?.stop();
    await directory?.remove();
  });

  it("loses nothing that was acknowledged and counts nothing twice", async () => {
    const acknowledged = new Set<string>();
    const sent = new Set<string>();
    let isRunning = true;

    /** Sends one span a request; an unacknowledged one is sent again with the same id, as clients do. */
    const sender = async () => {
      let body: { id: string; text: string } | null = null;
      while (isRunning) {
        body ??= oneGeneration();
        sent.add(body.id);
        const accepted = await post(product, body.text);
        if (accepted) {
          acknowledged.add(body.id);
          body = null;
          // Some hundred a second are load enough, and leave a core to the tests beside this one.
          await sleep(10);
        }
      }
    };
    const running = Array.from({ length: senders }, sender);
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(150 + Math.random() * 850);
      const before = product.pidOf("api");
      process.kill(before, "SIGKILL");
      await until(
        async () => product.pidOf("api"),
        (pid) => pid !== before,
      );
      await until(
        async () => (await fetch(`${product.apiUrl}/ready`)).status,
        (status) => status === 200,
      );
    }
    isRunning = false;
    await Promise.all(running);
    expect(acknowledged.size).toBeGreaterThan(kills);

    await until(
      () => countOf(product),
      (count) => count >= acknowledged.size,
    );
    const stored = await readAll(product);
    const lost = [...acknowledged].filter((id) => !stored.has(id));
    const unknown = [...stored.keys()].filter((id) => !sent.has(id));
    expect({ lost, unknown }).toEqual({ lost: [], unknown: [] });
    expect([...stored.values()].every((times) => times === 1)).toBe(true);

    const total = z.object({ total: z.string(), rows: z.coerce.number() }).parse(await sumOfCosts(product));
    expect(total.rows).toBe(stored.size);
    expect(total.total).toBe(exactProduct(unitCost, stored.size));
  });
});

function oneGeneration(): { id: string; text: string } {
  const id = randomUUID().replaceAll("-", "");
  const spanId = id.slice(0, 16);
  const nowNs = `${Date.now()}000000`;
  const attribute = (key: string, value: Record<string, unknown>) => ({ key, value });
  const span = {
    traceId: id,
    spanId,
    name: "chat",
    startTimeUnixNano: nowNs,
    endTimeUnixNano: nowNs,
    attributes: [
      attribute("gen_ai.operation.name", { stringValue: "chat" }),
      attribute("gen_ai.provider.name", { stringValue: "openai" }),
      attribute("gen_ai.request.model", { stringValue: "gpt-4o-mini" }),
      attribute("gen_ai.usage.input_tokens", { intValue: "10" }),
      attribute("gen_ai.usage.output_tokens", { intValue: "10" }),
    ],
  };
  return {
    id: spanId,
    text: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  };
}

async function post(product: Product, body: string): Promise<boolean> {
  try {
    const response = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    await sleep(50);
    return false;
  }
}

async function countOf(product: Product): Promise<number> {
  const response = await readApi(product, "/api/public/observations?limit=1");
  return page.parse(await response.json()).meta.totalItems;
}

/** How often each span id is listed by the public API, over all pages. */
async function readAll(product: Product): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const response = await readApi(product, `/api/public/observations?limit=100&page=${number}`);
    const answer = page.parse(await response.json());
    pages = answer.meta.totalPages;
    for (const { id } of answer.data) found.set(id, (found.get(id) ?? 0) + 1);
  }
  return found;
}

/** Asked of ClickHouse itself: the sum in its own decimals. */
async function sumOfCosts(product: Product): Promise<unknown> {
  const url = new URL(product.clickhouseUrl);
  const query =
    "SELECT toString(sum(cost)) AS total, count() AS rows FROM spans FINAL WHERE billable FORMAT JSONEachRow";
  const credentials = Buffer.from(`${url.username}:${url.password}`).toString("base64");
  const response = await fetch(`${url.origin}/?database=${url.pathname.slice(1)}`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: query,
  });
  return JSON.parse(await response.text());
}

/** unit × times in decimal notation without trailing zeros, computed on integers. */
function exactProduct(unit: string, times: number): string {
  const pico = BigInt(unit.replace(".", "")) * BigInt(times);
  const digits = pico.toString().padStart(13, "0");
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
