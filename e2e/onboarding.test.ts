import { spawn } from "node:child_process";
import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { signIn } from "./people.ts";
import { project, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const traceList = z.looseObject({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

/** Runs code as its reader would who pasted it: a module beside installed packages, or a shell. */
async function runAsShown(label: string, code: string): Promise<void> {
  const [command, args] =
    label === "curl" ? ["bash", ["-s"]] : [process.execPath, ["--input-type=module", "-"]];
  const child = spawn(command, args, {
    cwd: import.meta.dirname,
    stdio: ["pipe", "ignore", "inherit"],
    env: { PATH: process.env.PATH },
  });
  child.stdin.end(code);
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  if (exitCode !== 0) throw new Error(`The snippet for ${label} ended with code ${String(exitCode)}`);
}

describe("from an account to a first trace", () => {
  let stage: Stage;
  let product: Product;
  let page: Page;
  let authorization = "";

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    page = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${product.dashboardUrl}/new`);
    await signIn(page, project.email, project.password);
    await page.waitForURL("**/new");
  });

  afterAll(() => stage?.close());

  async function createProject(name: string): Promise<void> {
    await page.goto(`${product.dashboardUrl}/new`);
    await page.getByLabel("Project", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.waitForURL("**/setup");
  }

  async function createKey(): Promise<void> {
    await page.getByRole("button", { name: "Create an API key" }).click();
    const halves = page.getByRole("region", { name: "Your API key" }).locator("code");
    await halves.first().waitFor();
    const [publicKey, secretKey] = await halves.allInnerTexts();
    authorization = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
  }

  const status = async () =>
    (await fetch(`${product.apiUrl}/api/public/traces`, { headers: { authorization } })).status;

  async function snippet(label: string): Promise<string> {
    await page.getByRole("tab", { name: label }).click();
    return (await page.getByRole("tabpanel", { name: label }).locator("pre").textContent()) ?? "";
  }

  it("makes an organisation and a project in it", async () => {
    await page.getByLabel("Organisation", { exact: true }).selectOption({ label: "A new organisation…" });
    await page.getByLabel("Name of the new organisation").fill("Acme");
    await page.getByLabel("Project", { exact: true }).fill("Support bot");
    await page.getByRole("button", { name: "Create the project" }).click();
    await page.waitForURL("**/setup");
    await page.getByText("Waiting for your first trace", { exact: false }).waitFor();
  });

  it("makes a key and opens the sample trace by itself", async () => {
    await createKey();
    await page.getByRole("button", { name: "Send a sample trace" }).click();
    await page.waitForURL("**/traces/**");
    await page.getByRole("treegrid").getByText("execute_tool get_weather").waitFor();
  });

  it.each(["OpenTelemetry JS", "Langfuse JS v5", "Langfuse JS v3", "curl"])(
    "opens what the snippet for %s sends, run as it is shown",
    async (label) => {
      await createProject(label);
      await createKey();
      await runAsShown(label, await snippet(label));
      await page.waitForURL("**/traces/**");
      const answer = await fetch(`${product.apiUrl}/api/public/traces`, { headers: { authorization } });
      const { data } = traceList.parse(await answer.json());
      expect(data.map(({ name }) => name)).toEqual([
        label.startsWith("Langfuse") ? "hello" : "chat gpt-4o-mini",
      ]);
    },
  );

  it("comes back to the project of the last visit", async () => {
    const last = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
    await page.goto(product.dashboardUrl);
    await page.waitForURL(`**${last}/**`);
  });

  it("stops a key that is revoked on the page", async () => {
    expect(await status()).toBe(200);
    const base = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
    await page.goto(`${product.dashboardUrl}${base}/settings/keys`);
    await page.getByRole("button", { name: "Revoke the key First key" }).click();
    await page.getByRole("button", { name: "Revoke the key", exact: true }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();
    const revokedAtMs = Date.now();
    await until(status, (code) => code === 401 || Date.now() - revokedAtMs > 5_000);
    expect(await status()).toBe(401);
  });

  it("rotates a key, keeps the old one working, and stops both with their project until an undo", async () => {
    await createProject("Doomed");
    await createKey();
    const base = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
    await page.goto(`${product.dashboardUrl}${base}/settings/keys`);
    await page.getByRole("button", { name: "Rotate the key First key" }).click();
    await page.getByRole("button", { name: "Rotate the key", exact: true }).click();
    await page.getByRole("region", { name: "New key: First key" }).waitFor();
    await page.getByText("Replaced", { exact: true }).waitFor();
    expect(await status()).toBe(200);

    await page.goto(`${product.dashboardUrl}${base}/settings/general`);
    await page.getByRole("button", { name: "Delete the project…" }).click();
    await page.getByLabel("Type Doomed to confirm").fill("Doomed");
    await page.getByRole("button", { name: "Delete the project", exact: true }).click();
    await page.getByText("Doomed is deleted").waitFor();
    await until(status, (code) => code === 401);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForURL(`**${base}/settings/general`);
    await until(status, (code) => code === 200);
  });
});
