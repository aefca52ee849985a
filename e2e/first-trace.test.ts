import { getPriority } from "node:os";
import { type Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { isAlive, project, readApi, send, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const parts = ["api", "worker", "dashboard", "postgres", "clickhouse"];
const senders = ["langfuse-otel", "langfuse-classic", "opentelemetry"] as const;

const trace = z.looseObject({
  id: z.string(),
  name: z.string().nullable(),
  userId: z.string().nullable(),
  sessionId: z.string().nullable(),
  environment: z.string(),
  totalCost: z.number(),
  scores: z.array(z.looseObject({ name: z.string(), value: z.number() })),
  observations: z.array(
    z.looseObject({
      type: z.string(),
      name: z.string().nullable(),
      model: z.string().nullable(),
      promptTokens: z.number(),
      completionTokens: z.number(),
      totalTokens: z.number(),
      calculatedTotalCost: z.number().nullable(),
    }),
  ),
});

describe("the first trace", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;
  const traceIds: Record<string, string> = {};

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
  });

  afterAll(() => stage?.close());

  async function expectEverySenderRight(): Promise<void> {
    for (const sender of senders) {
      const found = await until(
        async () =>
          trace.parse(await (await readApi(product, `/api/public/traces/${traceIds[sender]}`)).json()),
        (answer) => answer.observations.some((observation) => observation.calculatedTotalCost !== null),
      );
      const generations = found.observations.filter(({ type }) => type === "GENERATION");
      expect(generations, sender).toHaveLength(1);
      expect(generations[0], sender).toMatchObject({
        promptTokens: 120,
        completionTokens: 40,
        totalTokens: 160,
        calculatedTotalCost: 0.0000372,
      });
      expect(found, sender).toMatchObject({
        userId: "user-42",
        sessionId: "sess-7",
        environment: "staging",
        totalCost: 0.0000372,
      });
    }
  }

  it("waits for it on the page of an empty project, after signing in", async () => {
    await page.goto(product.dashboardUrl);
    await page.getByLabel("E-mail").fill(project.email);
    await page.getByLabel("Password").fill("wrong password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("wrong", { exact: false }).waitFor();
    await page.getByLabel("Password").fill(project.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**/project/${project.id}/traces**`);
    await page.getByText("Waiting for your first trace", { exact: false }).waitFor();
  });

  it("opens the first one by itself", async () => {
    traceIds["langfuse-otel"] = await send("langfuse-otel", product);
    await page.waitForURL(`**/traces/${traceIds["langfuse-otel"]}**`);
  });

  it("takes what three real SDKs send, with right tokens and costs", async () => {
    traceIds["langfuse-classic"] = await send("langfuse-classic", product);
    traceIds.opentelemetry = await send("opentelemetry", product);
    await expectEverySenderRight();
    const scored = trace.parse(
      await (await readApi(product, `/api/public/traces/${traceIds["langfuse-classic"]}`)).json(),
    );
    expect(scored.scores).toMatchObject([{ name: "helpfulness", value: 0.9 }]);
  });

  it.each(senders)("shows the trace of %s as a tree with messages, tokens and cost", async (sender) => {
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces`);
    await page.locator(`a[href*="${traceIds[sender]}"]`).first().click();
    const beside = page.getByRole("complementary", { name: "Trace beside the list" });
    await beside.getByRole("treegrid").waitFor();
    await beside.getByRole("link", { name: "Open the whole page" }).click();
    await page.waitForURL(`**/traces/${traceIds[sender]}**`);
    await beside.waitFor({ state: "detached" });
    const tree = page.getByRole("treegrid");
    await tree.waitFor();
    const generation = tree.getByRole("row").filter({ hasText: /llm-call|chat gpt-4o-mini/ });
    await generation.first().click();
    await page.getByText("Rainy, 14 C.").first().waitFor();
    // The answer stands in the root as well: the facts of the generation come a moment later.
    const facts = ["$0.0000372", "120", "40", "gpt-4o-mini"];
    await until(
      () => page.locator("main").innerText(),
      (text) => facts.every((fact) => text.includes(fact)),
    );
  });

  it("says what an SDK sent, and asks for it only when that is opened", async () => {
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("observation.sent")) asked++;
    });
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceIds.opentelemetry}`);
    await page
      .getByRole("treegrid")
      .getByRole("row", { name: /chat gpt-4o-mini/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "chat gpt-4o-mini" }).waitFor();
    const summary = page.getByText("What did my SDK send?");
    await summary.waitFor();
    expect(asked).toBe(0);
    await summary.click();
    const row = (key: string) => page.locator("dl > div").filter({ hasText: key });
    await row("gen_ai.usage.input_tokens").getByText("input tokens", { exact: true }).waitFor();
    await row("gen_ai.usage.input_tokens").getByText("tokens included").waitFor();
    await row("app.region").getByText("kept as attribute").first().waitFor();
    expect(asked).toBe(1);
  });

  it.each(parts)("%s comes back after kill -9, and nothing is lost", async (part) => {
    const before = product.pidOf(part);
    process.kill(before, "SIGKILL");
    await until(
      async () => product.pidOf(part),
      (pid) => pid !== before,
    );
    for (const url of [product.apiUrl, product.workerUrl, product.dashboardUrl]) {
      await until(
        async () => (await fetch(`${url}/ready`)).status,
        (status) => status === 200,
      );
    }
    await expectEverySenderRight();
  });

  it("still has everything after kill -9 of every process", async () => {
    const pids = parts.map((part) => product.pidOf(part));
    process.kill(product.pid, "SIGKILL");
    // Without the launcher they end by themselves, some perhaps before it is their turn.
    for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
    await until(
      async () => pids.filter(isAlive),
      (alive) => alive.length === 0,
    );
    product = await stage.restart();
    await expectEverySenderRight();
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces`);
    for (const sender of senders) {
      await page.locator(`a[href*="${traceIds[sender]}"]`).first().waitFor();
    }
  });

  it("lets the store go last where processes compete for a core", () => {
    const [store, gateway] = [product.pidOf("clickhouse"), product.pidOf("gateway")];
    expect(getPriority(store)).toBeGreaterThan(getPriority(gateway));
  });

  it("leaves no process behind on Ctrl-C", async () => {
    const pids = [...parts.map((part) => product.pidOf(part)), product.pid];
    expect(await product.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
