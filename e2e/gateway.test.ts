import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";
import { findViolations } from "./find-violations.ts";
import { project, readApi, until } from "./product.ts";
import { enter, openStage, type Stage } from "./stage.ts";

const gatewayKey = "sk-gateway-e2e-0123456789abcdef";
const list = z.object({ data: z.array(z.unknown()) });
const secret = "sk-of-the-provider-4711";

describe("the gateway's pages", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;
  let engines: FakeEngine[];

  const url = (path: string) => `${product.dashboardUrl}/project/${project.id}/${path}`;
  const editor = () => page.getByRole("textbox", { name: "Pools as YAML" });

  beforeAll(async () => {
    engines = [await startFakeEngine("llama"), await startFakeEngine("llama")];
    stage = await openStage({
      EGRESS_ALLOW_PRIVATE: "127.0.0.1",
      PLUMBLINE_INIT_GATEWAY_KEY: gatewayKey,
      GATEWAY_WORKERS: "1",
    });
    ({ product } = stage);
    page = await (await stage.browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await enter(page, product);
  });

  afterAll(async () => {
    for (const engine of engines ?? []) engine.close();
    await stage?.close();
  });

  const pools = (first: string, second: string, key = "") => `# Where llama runs
pools:
  - name: llama
    replicas:
      - name: gpu-1
        url: ${first}${key}
        kind: vllm
        dcgm_url: ${engines[0]?.url}/dcgm
        node_exporter_url: ${engines[0]?.url}/node
      - name: gpu-2
        url: ${second}
        kind: vllm
        dcgm_url: ${engines[0]?.url}/away
`;

  async function shoot(name: string): Promise<void> {
    const directoryOfPictures = process.env.PICTURES;
    if (directoryOfPictures) await page.screenshot({ path: `${directoryOfPictures}/${name}.png` });
  }

  function ask(): Promise<Response> {
    return fetch(`${product.gatewayUrl}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gatewayKey}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "llama", messages: [{ role: "user", content: "Weather?" }] }),
    });
  }

  it("show how to begin, and begin with an example", async () => {
    await page.goto(url("gateway"));
    await page.getByRole("heading", { name: "No pools yet" }).waitFor();
    for (const name of ["Own vLLM pool", "OpenAI", "LiteLLM file"]) {
      expect(await page.getByRole("heading", { name, exact: true }).isVisible()).toBe(true);
    }
    await shoot("1-empty");
    await page.getByRole("link", { name: "Begin with Own vLLM pool" }).click();
    await editor().waitFor();
    expect(await editor().inputValue()).toContain("strategy: prefix_affinity");
    await page.getByText("Valid", { exact: true }).waitFor();
  });

  it("mark what is wrong in its line while one types, and lead there", async () => {
    await editor().fill(pools("nonsense", engines[1]?.url ?? ""));
    await page.getByRole("button", { name: /^Line 6/ }).click();
    const selected = await page.evaluate(`{
      const { value, selectionStart, selectionEnd } = document.activeElement;
      value.slice(selectionStart, selectionEnd);
    }`);
    expect(selected).toBe("        url: nonsense");
    expect(await page.getByRole("button", { name: "Review and save" }).isDisabled()).toBe(true);
    await shoot("2-issues");
    await editor().fill(pools(engines[0]?.url ?? "", engines[1]?.url ?? ""));
    await page.getByText("Valid", { exact: true }).waitFor();
  });

  it("test a replica before it is saved", async () => {
    await page.getByRole("button", { name: "Test this replica: gpu-1" }).click();
    await page.getByText("It answered.").waitFor();
    await page.getByText("3 running, 1 waiting, KV cache 42 %.").waitFor();
    await page.getByText("1 GPU, 72 % in use.").waitFor();
    await page.getByText("It tells of its processors, and 64 GiB of memory.").waitFor();
    await shoot("3-tested");
  });

  it("show the difference before saving, and the gateway serves it", async () => {
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog", { name: "Save as version 1" });
    await dialog.getByText("+ # Where llama runs").waitFor();
    await dialog.getByLabel("Note").fill("Two machines");
    await shoot("4-save");
    await dialog.getByRole("button", { name: "Save and serve" }).click();
    await page.getByText("Version 1 is saved and served within two seconds.").waitFor();
    await page.getByText("Two machines").waitFor();
    await until(ask, ({ status }) => status === 200);
  });

  it("show every replica as it is now", async () => {
    await page.goto(url("gateway"));
    const pool = page.getByRole("region", { name: "Pool llama" });
    await pool.getByText("2 of 2 replicas take calls").waitFor();
    const replica = pool.getByRole("listitem", { name: "gpu-1: Up" });
    await replica.getByText("42 %").waitFor();
    await replica.getByText("72 %").waitFor();
    await replica.getByText("well used").waitFor();
    await replica.getByText("of 80.0 GiB").waitFor();
    await replica.getByText("25 %").waitFor();
    // Unknown, and not idle.
    const silent = pool.getByRole("listitem", { name: "gpu-2: Up" });
    await silent.getByText("the exporter has not answered").waitFor();
    expect(await silent.getByText("0 %", { exact: true }).count()).toBe(0);
    await page.getByText("1 gateway with 1 worker, live. Serves version 1 of the pools.").waitFor();
    await shoot("5-live");
  });

  it("drain a replica, and undo it", async () => {
    await page.getByRole("button", { name: "Drain gpu-2" }).click();
    await page.getByText("gpu-2 gets no new calls within a few seconds.").waitFor();
    await page.getByRole("listitem", { name: "gpu-2: Drained" }).waitFor();
    await page.getByText("1 of 2 replicas take calls").waitFor();
    await shoot("6-drained");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("listitem", { name: /^gpu-2: (Up|Starting)/ }).waitFor();
  });

  it("lead from the gateway to the traces of its calls", async () => {
    expect((await ask()).status).toBe(200);
    await until(
      async () => list.parse(await (await readApi(product, "/api/public/traces")).json()),
      ({ data }) => data.length > 0,
    );
    await page.getByRole("link", { name: "Request log" }).click();
    await page.waitForURL(/q=source/);
    await page.getByRole("table").getByRole("link").first().waitFor();
    await shoot("7-log");
  });

  it("keep a secret, and send it nowhere else", async () => {
    const [first, second] = [engines[0]?.url ?? "", engines[1]?.url ?? ""];
    await page.goto(url("gateway/pools"));
    await editor().waitFor();
    await editor().fill(pools(first, second, "\n        api_key: secret:provider"));
    await page.getByRole("button", { name: /There is no secret called/ }).waitFor();
    await page.getByRole("button", { name: "Add a secret" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a secret" });
    await dialog.getByLabel("Name").fill("provider");
    await dialog.getByLabel("Secret", { exact: true }).fill(secret);
    await dialog.getByLabel("May be sent to").fill(`${first}/v1`);
    await shoot("8-secret");
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await page.getByText("…4711").waitFor();
    await page.getByText("Valid", { exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
    // The same secret under another address is asked for again.
    await editor().fill(pools(second, first, "\n        api_key: secret:provider"));
    await page.getByRole("button", { name: /was not given for/ }).waitFor();
    await shoot("9-swapped");
    await editor().fill(pools(first, second, "\n        api_key: secret:provider"));
    await page.getByText("Valid", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    await page.getByRole("button", { name: "Save and serve" }).click();
    await page.getByText(/is saved and served/).waitFor();
    await until(
      async () => {
        await ask();
        return engines[0]?.authorizations.includes(`Bearer ${secret}`) ?? false;
      },
      (sent) => sent,
    );
    expect(engines[1]?.authorizations).not.toContain(`Bearer ${secret}`);
  });

  it("make a key that may ask for chosen models, with the snippet that it is for", async () => {
    await page.goto(url("settings/keys?create=true"));
    const dialog = page.getByRole("dialog", { name: "New API key" });
    await dialog.getByLabel("Name").fill("Chat only");
    for (const scope of ["ingest", "read", "scores", "prompts"]) {
      await dialog.getByRole("checkbox", { name: new RegExp(`^${scope} `) }).uncheck();
    }
    await dialog.getByRole("checkbox", { name: /^gateway / }).check();
    await dialog.getByText("None chosen: the key may ask for all of them").waitFor();
    await dialog.getByRole("checkbox", { name: "llama" }).check();
    await shoot("13-key");
    await dialog.getByRole("button", { name: "Create the key" }).click();
    const snippet = await page.getByText("from openai import OpenAI").textContent();
    expect(snippet).toContain(`:${product.ports.gateway}/v1"`);
    expect(snippet).toContain('model="llama"');
    const made = /api_key="([^"]+)"/.exec(snippet ?? "")?.[1] ?? "";
    expect(made).toMatch(/^sk-pl-gateway_/);
    await page.getByText("Only llama").waitFor();
    await shoot("14-fresh-key");
    const statusFor = async (model: string): Promise<number> => {
      const response = await fetch(`${product.gatewayUrl}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${made}`, "content-type": "application/json" },
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Weather?" }] }),
      });
      await response.text();
      return response.status;
    };
    await until(
      () => statusFor("llama"),
      (status) => status === 200,
    );
    expect(await statusFor("other")).toBe(403);
  });

  it("compare versions and restore one", async () => {
    await page.goto(url("gateway/pools"));
    await page.getByRole("button", { name: "Compare version 1 with the current one" }).click();
    await page.getByText("− api_key: secret:provider", { exact: false }).first().waitFor();
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
    await page.getByText(/^Version 1 is served again, as version \d+\.$/).waitFor();
    expect(await editor().inputValue()).not.toContain("secret:provider");
    await shoot("10-restored");
  });

  it.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const)("break no rule and fit in the %s theme at %d px", async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const found: string[] = [];
    for (const path of ["gateway", "gateway/pools"]) {
      await page.goto(url(path));
      if (path === "gateway") await page.getByRole("region", { name: "Pool llama" }).waitFor();
      else await page.getByText("Valid", { exact: true }).waitFor();
      await shoot(`11-${path.replace("/", "-")}-${colorScheme}-${width}`);
      for (const violation of await findViolations(page)) found.push(`${path}: ${violation}`);
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      if (overflow !== 0) found.push(`${path}: wider than the window by ${String(overflow)}`);
    }
    expect(found).toEqual([]);
  });

  it("say as of when they are once the gateway is silent", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(url("gateway"));
    await page.getByRole("region", { name: "Pool llama" }).waitFor();
    product.kill("gateway", "SIGSTOP");
    await page.getByText(/The gateway is silent: this is as of/).waitFor();
    await shoot("12-silent");
    product.kill("gateway", "SIGCONT");
    await page.getByText(/, live\./).waitFor();
  });
});
