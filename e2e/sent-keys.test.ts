import { randomBytes } from "node:crypto";
import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { authorization, project, readApi, send, until } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

const hostile = `<img src=x onerror="document.title='owned'">`;
const listed = z.looseObject({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

/** Run in the page: every height that the selected span had, as long as nothing in it was opened. */
const heightsOfPanel = `
  window.heights = new Set();
  (function look() {
    const panel = document.querySelector("[aria-label='Selected span']");
    const isWhole = panel?.querySelector("[aria-label='Details']") && !panel.querySelector("details[open]");
    if (isWhole && document.readyState !== "loading") window.heights.add(panel.scrollHeight);
    requestAnimationFrame(look);
  })();
`;

describe("what did my SDK send?", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await enter(page, product);
  });

  afterAll(() => stage?.close());

  /** Opens the table on the named span of the trace. */
  async function openTable(traceId: string, name: string): Promise<void> {
    const spans = await until(
      async () =>
        listed.parse(await (await readApi(product, `/api/public/observations?traceId=${traceId}`)).json())
          .data,
      (found) => found.some((span) => span.name === name),
    );
    const spanId = spans.find((span) => span.name === name)?.id ?? "";
    await page.goto(`${product.dashboardUrl}/project/${project.id}/traces/${traceId}?span=${spanId}`);
    await page.getByText("What did my SDK send?").click();
  }

  const table = () => page.getByLabel("Keys that the SDK sent");
  /** What the table says of a key: what it became, then all else that is known of it. */
  async function saidOf(key: string): Promise<string[]> {
    const row = table()
      .locator(":scope > div")
      .filter({ has: page.getByText(key, { exact: true }) });
    return (await row.locator("dd").innerText()).split("\n");
  }

  it("says of every key of a real client what became of it, and by which convention", async () => {
    await openTable(await send("opentelemetry", product), "chat gpt-4o-mini");
    await table().waitFor();
    expect(await saidOf("gen_ai.usage.input_tokens")).toEqual([
      "input tokens",
      "OpenTelemetry GenAI, tokens, cached and reasoning tokens included",
    ]);
    expect(await saidOf("gen_ai.usage.reasoning.output_tokens")).toEqual([
      "reasoning tokens",
      "OpenTelemetry GenAI, tokens, a part of input or output",
    ]);
    expect(await saidOf("gen_ai.response.model")).toEqual(["model", "OpenTelemetry GenAI"]);
    expect(await saidOf("service.name")).toEqual(["service", "OpenTelemetry, of the resource"]);
    expect(await saidOf("app.region")).toEqual(["kept as attribute"]);
    const kept = await table().getByText("kept as attribute", { exact: true }).count();
    const fields = (await table().locator(":scope > div").count()) - kept;
    await page.getByText(`${fields} became fields, ${kept} were kept as attributes.`).waitFor();
  });

  it("does not move while the page wakes up, so that a click meets it", async () => {
    await page.addInitScript({ content: heightsOfPanel });
    await openTable(await send("opentelemetry", product), "chat gpt-4o-mini");
    await table().waitFor();
    const heights = z.array(z.number()).parse(await page.evaluate("[...window.heights]"));
    expect(heights.length).toBeGreaterThan(0);
    // The web font may add a pixel.
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(2);
  });

  it("says why a key that could have been a field is none", async () => {
    const traceId = randomBytes(16).toString("hex");
    const nowNs = `${Date.now()}000000`;
    const attributes = [
      { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
      { key: "gen_ai.request.model", value: { stringValue: "gpt-4o-mini" } },
      { key: "gen_ai.usage.input_tokens", value: { stringValue: "many" } },
      { key: hostile, value: { stringValue: hostile } },
    ];
    const span = {
      traceId,
      spanId: randomBytes(8).toString("hex"),
      name: "odd",
      startTimeUnixNano: nowNs,
      endTimeUnixNano: nowNs,
      attributes,
    };
    const answer = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    });
    expect(answer.status).toBe(200);
    await openTable(traceId, "odd");
    await table().waitFor();
    expect((await saidOf("gen_ai.usage.input_tokens")).slice(0, 2)).toEqual([
      "kept as attribute",
      expect.stringContaining("empty, unreadable, or another key gave input tokens"),
    ]);
    expect(await saidOf(hostile)).toEqual(["kept as attribute"]);
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("main img").count()).toBe(0);
  });

  it("says that it does not know of a span that came by a protocol with fields of its own", async () => {
    const traceId = await send("langfuse-classic", product);
    const { data } = await until(
      async () =>
        listed.parse(await (await readApi(product, `/api/public/observations?traceId=${traceId}`)).json()),
      (answer) => answer.data.length > 0,
    );
    await openTable(traceId, data[0]?.name ?? "");
    await page.getByText("Only keys that were kept as attributes are known of this span").waitFor();
  });
});
