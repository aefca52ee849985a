import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "@plumbline/testing/browser";
import type { Product } from "@plumbline/testing/product";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn } from "./people.ts";
import { authorization, makeDataDirectory, project, startWithProject } from "./product.ts";

const mebibyte = 1024 * 1024;
const spans = JSON.stringify({ resourceSpans: [] });

/** Memory of a process that lies in the machine's, in bytes. */
function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

describe("fifty gzip bombs at once", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  let product: Product;
  let bystander: string;

  beforeAll(async () => {
    directory = await makeDataDirectory();
    product = await startWithProject({ dataDir: directory.path });
    bystander = await makeOtherTenant();
  });

  afterAll(async () => {
    await product?.stop();
    await directory?.remove();
  });

  /** The Authorization of another project, made as its owner would. */
  async function makeOtherTenant(): Promise<string> {
    const browser = await launchBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${product.dashboardUrl}/sign-in`);
      await signIn(page, project.email, project.password);
      await page.waitForURL(`**/project/${project.id}/**`);
      const call = async (procedure: string, input: object | null): Promise<unknown> => {
        const url = `${product.dashboardUrl}/api/trpc/${procedure}`;
        const headers = { origin: product.dashboardUrl, "content-type": "application/json" };
        const { request } = page.context();
        const answer = await (input === null
          ? request.get(url)
          : request.post(url, { headers, data: input }));
        return z.object({ result: z.object({ data: z.unknown() }) }).parse(await answer.json()).result.data;
      };
      const id = z.object({ id: z.string() });
      const [organization] = z.array(id).parse(await call("organization.list", null));
      const other = { organizationId: organization?.id, name: "Other" };
      const { id: projectId } = id.parse(await call("project.create", other));
      const key = { projectId, name: "key", scopes: ["ingest"], expiresAt: null };
      const halves = z.object({ publicKey: z.string(), secretKey: z.string() });
      const { publicKey, secretKey } = halves.parse(await call("apiKey.create", key));
      return `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
    } finally {
      await browser.close();
    }
  }

  const post = (path: string, body: Buffer | string, headers: Record<string, string>) =>
    fetch(`${product.apiUrl}${path}`, { method: "POST", body, headers });

  /** What the other tenant waits for an answer, request after request, until told to stop. */
  async function measure(until: () => boolean): Promise<number[]> {
    const tookMs: number[] = [];
    while (!until()) {
      const startedAt = performance.now();
      const answer = await post("/v1/traces", spans, {
        authorization: bystander,
        "content-type": "application/json",
      });
      expect(answer.status).toBe(200);
      tookMs.push(performance.now() - startedAt);
      await sleep(2);
    }
    return tookMs;
  }

  it("are all refused, cost at most 100 MB, and let another tenant through", async () => {
    const honest = gzipSync(Buffer.alloc(200 * mebibyte));
    const lying = Buffer.concat([honest, gzipSync("x")]);
    const pid = product.pidOf("api");
    const calmUntil = performance.now() + 4_000;
    const calm = await measure(() => performance.now() > calmUntil);
    const before = residentBytes(pid);
    let most = before;
    const sampler = setInterval(() => {
      most = Math.max(most, residentBytes(pid));
    }, 5);
    let done = false;
    const sendBombs = async () => {
      const sent = Array.from({ length: 50 }, async (_none, index) => {
        const isOtlp = index % 2 === 0;
        const answer = await post(isOtlp ? "/v1/traces" : "/api/public/ingestion", isOtlp ? honest : lying, {
          authorization,
          "content-type": isOtlp ? "application/x-protobuf" : "application/json",
          "content-encoding": "gzip",
        });
        return answer.status;
      });
      const statuses = await Promise.all(sent);
      done = true;
      return statuses;
    };
    const [statuses, besides] = await Promise.all([sendBombs(), measure(() => done)]);
    clearInterval(sampler);
    const ms = (value: number) => value.toFixed(1);
    process.stdout.write(
      `50 bombs: RSS of the API ${((most - before) / mebibyte).toFixed(0)} MiB more; ` +
        `another tenant's p99 ${ms(percentile(besides, 0.99))} ms in ${besides.length} requests, ` +
        `${ms(percentile(calm, 0.99))} ms in ${calm.length} before (p50 ${ms(percentile(besides, 0.5))} and ${ms(percentile(calm, 0.5))} ms)\n`,
    );
    expect(new Set(statuses)).toEqual(new Set([413]));
    expect((most - before) / 1e6).toBeLessThanOrEqual(100);
  });
});
