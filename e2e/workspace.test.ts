import type { Product } from "@plumbline/testing/product";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillSignUp, signIn } from "./people.ts";
import { authorization, project, readApi, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const nowMs = Date.now();
const traceIdOf = (number: number) => number.toString(16).padStart(32, "a");

/** Thirty traces of one model call each, a minute apart; every third fails, every second is Grace's. */
function otlpOf(number: number): object {
  const startMs = nowMs - number * 60_000 - 5_000;
  const failed = number % 3 === 0;
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  return {
    traceId: traceIdOf(number),
    spanId: number.toString(16).padStart(16, "b"),
    name: failed ? "refund" : "answer",
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${startMs + 1_000 + number}000000`,
    status: failed ? { code: 2, message: "card declined" } : {},
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.request.model", "gpt-4o-mini"),
      text("user.id", number % 2 === 0 ? "grace" : "hedy"),
      text("http.route", number % 2 === 0 ? "/refund" : "/chat"),
      text("odd key", `value ${number % 5}`),
      { key: "retry.count", value: { intValue: String(number % 3) } },
      text("session.id", `chat-${number % 5}`),
      text("gen_ai.input.messages", JSON.stringify([{ role: "user", content: `question ${number}` }])),
      text("gen_ai.output.messages", JSON.stringify([{ role: "assistant", content: `reply ${number}` }])),
      { key: "gen_ai.usage.input_tokens", value: { intValue: "120" } },
      { key: "gen_ai.usage.output_tokens", value: { intValue: "40" } },
    ],
  };
}

describe("a team at work", () => {
  let stage: Stage;
  let product: Product;
  let browser: Browser;
  let owner: Page;
  let guest: Page;
  const traces = `/project/${project.id}/traces`;

  beforeAll(async () => {
    stage = await openStage();
    ({ product, browser } = stage);
    const spans = Array.from({ length: 30 }, (_none, number) => otlpOf(number));
    const answer = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
    });
    expect(answer.status).toBe(200);
    await until(
      async () => (await readApi(product, `/api/public/traces/${traceIdOf(29)}`)).status,
      (status) => status === 200,
    );
    [owner, guest] = [await visitor(), await visitor()];
    await go(owner, "/sign-in");
    await signIn(owner, project.email, project.password);
    await owner.waitForURL(`**/project/${project.id}/**`);
  });

  afterAll(() => stage?.close());

  const visitor = async () =>
    (await browser.newContext({ viewport: { width: 1600, height: 900 }, acceptDownloads: true })).newPage();
  const go = (page: Page, path: string) =>
    page.goto(path.startsWith("http") ? path : `${product.dashboardUrl}${path}`);
  const rows = (page: Page) => page.getByRole("table").first().locator("tbody tr[aria-rowindex]");
  const names = async (page: Page) => rows(page).locator("a").allInnerTexts();
  const count = (page: Page, text: string) =>
    page
      .locator("output", { hasText: new RegExp(`^(≈ )?${text}$`) })
      .first()
      .waitFor();

  it("an owner invites somebody, who signs up and joins as a viewer", async () => {
    await owner.getByRole("button", { name: "Project Weather" }).click();
    await owner.getByRole("menuitem", { name: "Settings of Weather Inc" }).click();
    await owner.getByRole("link", { name: "Members" }).click();
    await owner.getByRole("button", { name: "Invite" }).click();
    await owner.getByLabel("Role", { exact: true }).selectOption("viewer");
    await owner.getByRole("button", { name: "Make the link" }).click();
    const link = await owner.getByRole("textbox", { name: "Invitation link" }).inputValue();
    await go(guest, link);
    await guest.getByRole("link", { name: "Create an account" }).click();
    await fillSignUp(guest, "Vera", "vera@example.com");
    await guest.getByRole("button", { name: "Join" }).click();
    await guest.waitForURL(/\/(organization|project)\//);
    await go(guest, traces);
    await count(guest, "30 traces");
  });

  it("a viewer can change nothing, neither on the pages nor past them", async () => {
    await rows(guest).first().hover();
    await guest.keyboard.press("j");
    await guest.keyboard.press("x");
    const selected = guest.getByRole("region", { name: "Selected traces" });
    await selected.waitFor();
    expect(await selected.getByRole("button", { name: "Delete" }).count()).toBe(0);
    await go(guest, `/project/${project.id}/settings/keys`);
    await guest.getByRole("heading", { name: "Keys are for admins" }).waitFor();
    expect(await guest.getByRole("button", { name: "New key" }).count()).toBe(0);

    const attempts: [string, object][] = [
      ["project.rename", { name: "Mine" }],
      ["project.delete", { confirmation: "Weather" }],
      ["project.setRetention", { retentionDays: 1 }],
      ["apiKey.create", { name: "k", scopes: ["read"], expiresAt: null }],
      ["savedView.create", { surface: "traces", name: "v", params: {} }],
      ["traceDeletion.request", { traceIds: [traceIdOf(1)] }],
      ["bookmark.set", { traceId: traceIdOf(1), bookmarked: true }],
      ["comment.add", { traceId: traceIdOf(1), spanId: null, body: "hm" }],
      ["customPrice.create", { modelPattern: "m", provider: null, prices: { input: "1" } }],
      ["target.set", { metric: "ttft_ms", lower: null, upper: "1" }],
    ];
    for (const [procedure, input] of attempts) {
      const answer = await guest.context().request.post(`${product.dashboardUrl}/api/trpc/${procedure}`, {
        headers: { "content-type": "application/json", origin: product.dashboardUrl },
        data: { projectId: project.id, ...input },
      });
      expect([procedure, answer.status()]).toEqual([procedure, 403]);
    }
  });

  it("a key made on the page works until it is revoked there", async () => {
    await go(owner, `/project/${project.id}/settings/keys`);
    await owner.getByRole("button", { name: "New key" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Short-lived");
    await dialog.getByRole("button", { name: "Create the key" }).click();
    const halves = owner.getByRole("region", { name: "New key: Short-lived" }).locator("code");
    await halves.first().waitFor();
    const [publicKey, secretKey] = await halves.allInnerTexts();
    const basic = `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
    const status = async () =>
      (await fetch(`${product.apiUrl}/api/public/traces`, { headers: { authorization: basic } })).status;
    expect(await status()).toBe(200);
    await go(owner, `/project/${project.id}/settings/keys`);
    await owner.getByRole("button", { name: "Revoke the key Short-lived" }).click();
    await owner.getByRole("button", { name: "Revoke the key", exact: true }).click();
    await owner.getByText("Revoked", { exact: true }).waitFor();
    const revokedAtMs = Date.now();
    await until(status, (code) => code === 401);
    expect(Date.now() - revokedAtMs).toBeLessThan(5_500);
  });

  it("filters are saved as a view, whose link shows another person the same", async () => {
    await go(owner, traces);
    await count(owner, "30 traces");
    const bar = owner.getByRole("combobox", { name: /filter|query|search/i }).first();
    await bar.fill("level:ERROR OR user:grace");
    await bar.press("Enter");
    await count(owner, "20 traces");
    await owner.getByRole("columnheader", { name: "Latency" }).getByRole("button").click();
    await owner.waitForURL(/sort=latency/);
    await owner.getByRole("button", { name: "Views" }).click();
    await owner.getByPlaceholder("Name").fill("Trouble");
    await owner.getByRole("button", { name: "Save view" }).click();
    await owner.waitForURL(/view=/);
    await owner.getByRole("button", { name: "Trouble", exact: true }).first().waitFor();
    // The slowest is an answer, the newest a refund: the address says how they are sorted before they are.
    const seen = await until(
      () => names(owner),
      (found) => found[0] === "answer",
    );
    expect(seen.length).toBeGreaterThan(10);

    await go(guest, owner.url());
    await guest.getByRole("button", { name: "Trouble", exact: true }).first().waitFor();
    await count(guest, "20 traces");
    await until(
      () => names(guest),
      (found) => found.join() === seen.join(),
    );
    const headers = (page: Page) => page.getByRole("columnheader").allInnerTexts();
    expect(await headers(guest)).toEqual(await headers(owner));
  });

  it("the bar offers the attributes that there are, and finds by them", async () => {
    await go(owner, traces);
    await count(owner, "30 traces");
    const bar = owner.getByRole("combobox", { name: /filter|query|search/i }).first();
    await bar.fill("attributes.ht");
    await owner.getByRole("option", { name: /http\.route/ }).click();
    await owner.getByRole("option", { name: /\/chat/ }).click();
    await bar.press("Enter");
    await count(owner, "15 traces");
    expect(new URL(owner.url()).searchParams.get("q")).toBe("attributes.http.route:/chat");
    for (const [query, found] of [
      ["attributes.retry.count:>1", "10 traces"],
      ['attributes."odd key":"value 3" attributes.http.route:/chat', "3 traces"],
      ["-has:attributes.http.route", "0 traces"],
    ] as const) {
      await go(owner, `${traces}?q=${encodeURIComponent(query)}`);
      await count(owner, found);
    }
  });

  it("the file that is exported has the rows of the list, in its order", async () => {
    await go(owner, `${traces}?q=user%3Agrace&sort=latency.desc`);
    await count(owner, "15 traces");
    await owner.getByRole("button", { name: "Export" }).click();
    await owner.getByText("15 rows").waitFor();
    const [download] = await Promise.all([
      owner.waitForEvent("download"),
      owner.getByRole("link", { name: "JSONL" }).click(),
    ]);
    const file = await (await import("node:fs/promises")).readFile(await download.path(), "utf8");
    const exported = file
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(exported.map(({ traceId }) => traceId)).toEqual(
      Array.from({ length: 15 }, (_none, index) => traceIdOf(28 - 2 * index)),
    );
    expect(exported[0]).toMatchObject({ costUsd: "0.000042", inputTokens: 120, userId: "grace" });
  });

  it("deleted traces vanish everywhere, and come back when it is undone", async () => {
    await go(owner, `${traces}?q=name%3Arefund`);
    await count(owner, "10 traces");
    await rows(owner).nth(9).waitFor();
    await owner.getByRole("checkbox", { name: /all/i }).check();
    await owner
      .getByRole("region", { name: "Selected traces" })
      .getByRole("button", { name: "Delete" })
      .click();
    await owner.getByRole("dialog").getByRole("button", { name: "Delete 10 traces" }).click();
    await owner.getByText("10 traces deleted", { exact: false }).waitFor();
    const inApi = async () => (await readApi(product, `/api/public/traces/${traceIdOf(3)}`)).status;
    expect(await inApi()).toBe(404);
    await go(guest, traces);
    await count(guest, "20 traces");
    await count(owner, "0 traces");
    await owner.getByRole("button", { name: "Undo" }).click();
    await count(owner, "10 traces");
    expect(await inApi()).toBe(200);
  });

  it("the keyboard alone leads from the list to what a span said", async () => {
    await go(guest, traces);
    await count(guest, "30 traces");
    await rows(guest).first().waitFor();
    await guest.keyboard.press("j");
    await guest.keyboard.press("Enter");
    const beside = guest.getByRole("complementary", { name: "Trace beside the list" });
    await beside.getByRole("treegrid").waitFor();
    // Once more leads into it.
    await guest.keyboard.press("Enter");
    await beside.locator('[role="treegrid"]:focus, [role="treegrid"] :focus').first().waitFor();
    await guest.keyboard.press("ArrowDown");
    await guest.keyboard.press("Enter");
    await beside.getByText("reply 0", { exact: false }).first().waitFor();
  });
});
