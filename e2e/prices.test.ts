import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "./people.ts";
import { authorization, project, readApi, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";

describe("the price of a model that nobody knows", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;

  const url = (path: string) => `${product.dashboardUrl}/project/${project.id}/${path}`;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
    const startMs = Date.now() - 3_600_000;
    const response = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(request(startMs)),
    });
    expect(response.status).toBe(200);
    await until(
      () => readApi(product, `/api/public/traces/${traceId}`),
      ({ status }) => status === 200,
    );
    await page.goto(url(`traces/${traceId}?span=00f067aa0ba902b1`));
    await signIn(page, project.email, project.password);
    await page.getByRole("treegrid").waitFor();
  });

  afterAll(() => stage?.close());

  const attribute = (key: string, value: string | number) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  });

  function request(startMs: number) {
    const attributes = [
      attribute("gen_ai.operation.name", "chat"),
      attribute("gen_ai.provider.name", "our-own-cloud"),
      attribute("gen_ai.request.model", "house-model"),
      attribute("gen_ai.usage.input_tokens", 1_000),
      attribute("gen_ai.usage.output_tokens", 100),
    ];
    const span = {
      traceId,
      spanId: "00f067aa0ba902b1",
      name: "chat house-model",
      startTimeUnixNano: `${startMs}000000`,
      endTimeUnixNano: `${startMs + 900}000000`,
      attributes,
    };
    return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
  }

  it("is said to be missing where the cost would be, and leads to where it can be set", async () => {
    await page.getByText("No price known for house-model").waitFor();
    await page.getByText("Counted by the provider.").waitFor();
    await page.getByRole("link", { name: "Set a price" }).click();
    const dialog = page.getByRole("dialog", { name: "Set a price" });
    await dialog.waitFor();
    expect(await dialog.getByLabel("Model").inputValue()).toBe("house-model");
    expect(await dialog.getByLabel("Provider").inputValue()).toBe("our-own-cloud");
  });

  it("is named before everything else on the page of prices", async () => {
    await page.goto(url("settings/prices"));
    const unpriced = page.getByRole("region", { name: "Unpriced models" });
    await unpriced.getByText("1 call without cost").waitFor();
    expect(await unpriced.getByText("house-model").first().isVisible()).toBe(true);
  });

  it("once set, reaches the stored calls by recomputing them, with progress and an end", async () => {
    await page.getByRole("button", { name: "Set a price for house-model" }).click();
    const dialog = page.getByRole("dialog", { name: "Set a price" });
    await dialog.getByLabel("Input", { exact: false }).first().fill("2");
    await dialog.getByLabel("Output", { exact: false }).first().fill("8");
    await dialog.getByLabel("For calls that start").selectOption("7d");
    await dialog.getByRole("button", { name: "Set price" }).click();
    await page.getByRole("button", { name: "Recompute stored costs" }).click();
    const section = page.getByRole("region", { name: "Recompute stored costs" });
    const end = section.getByText("1 call recomputed, 1 cost changed.");
    // The job waits ten seconds for the price to be known everywhere; slow clicks may take as long.
    await section.getByRole("progressbar").or(end).first().waitFor();
    await end.waitFor({ timeout: 60_000 });
    await page.getByRole("region", { name: "Unpriced models" }).waitFor({ state: "detached" });
    await page.goto(url(`traces/${traceId}?span=00f067aa0ba902b1`));
    await page.getByText("$0.0028").first().waitFor();
    expect(await page.getByText("No price known").count()).toBe(0);
  });
});
