import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Product } from "@plumbline/testing/product";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { authorization, project, readApi, until } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

const listed = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), name: z.string().nullable() })),
});
const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** Stands in for a fault that an upgrade mends. */
async function tellClickHouse(product: Product, statement: string): Promise<void> {
  const url = new URL(product.clickhouseUrl);
  const credentials = Buffer.from(`${url.username}:${url.password}`).toString("base64");
  const response = await fetch(`${url.origin}/?database=${url.pathname.slice(1)}`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: statement,
  });
  expect([response.status, await response.text()]).toEqual([200, ""]);
}

async function sendSpan(product: Product, name: string): Promise<void> {
  const nowNs = `${Date.now()}000000`;
  const span = {
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name: `${name} ${hostile}`,
    startTimeUnixNano: nowNs,
    endTimeUnixNano: nowNs,
  };
  const response = await fetch(`${product.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(response.status).toBe(200);
}

async function storedNames(product: Product): Promise<string[]> {
  const answer = await readApi(product, "/api/public/observations?limit=100");
  return listed
    .parse(await answer.json())
    .data.map(({ name }) => (name ?? "").replace(` ${hostile}`, ""))
    .toSorted();
}

describe("what was refused", () => {
  let stage: Stage;
  let product: Product;
  let tab: Page;

  const sendOdd = () =>
    fetch(`${product.apiUrl}/api/public/ingestion`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ batch: [{ id: "odd", type: "no-such-type", body: { text: hostile } }] }),
    });

  beforeAll(async () => {
    stage = await openStage();
    ({ product } = stage);
    tab = await stage.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tellClickHouse(
      product,
      "ALTER TABLE spans ADD CONSTRAINT sound CHECK NOT startsWith(name, 'poison')",
    );
    for (const name of ["poison 1", "poison 2", "sound"]) await sendSpan(product, name);
    await sendOdd();
    await until(
      () => storedNames(product),
      (names) => names.length === 1,
    );
  });

  afterAll(() => stage?.close());

  it("stands on its page in groups by reason, and can be filtered", async () => {
    await tab.goto(product.dashboardUrl);
    await tab.getByLabel("E-mail").fill(project.email);
    await tab.getByLabel("Password").fill(project.password);
    await tab.getByRole("button", { name: "Sign in" }).click();
    await tab.waitForURL(`**/project/${project.id}/**`);
    const reasons = tab.getByRole("region", { name: "Reasons" });
    const table = tab.getByRole("table");
    // What is refused is stored after what is not.
    const counted = await until(
      async () => {
        await tab.goto(`${product.dashboardUrl}/project/${project.id}/rejected`);
        await reasons.getByRole("listitem").first().waitFor({ timeout: 15_000 });
        return reasons.getByRole("listitem").allInnerTexts();
      },
      (texts) => texts.length > 1 && texts[0]?.startsWith("2") === true,
    );
    expect(counted).toEqual([
      expect.stringMatching(/^2\s+drain\.violated_constraint/),
      expect.stringMatching(/^1\s+event\.unknown_type/),
    ]);
    await reasons.getByRole("button", { name: "event.unknown_type" }).click();
    await tab.waitForURL("**code=event.unknown_type**");
    await expect.poll(() => table.locator("tbody tr").count()).toBe(1);
    await tab.getByTitle("Show every code again").click();
    await tab.getByRole("combobox", { name: "Source" }).selectOption("otlp");
    await expect.poll(() => table.locator("tbody tr").count()).toBe(2);
  });

  it("shows what was sent as text, whatever it holds", async () => {
    await tab.getByRole("table").locator("tbody button").first().click();
    await tab.getByText("onerror", { exact: false }).first().waitFor();
    expect(await tab.title()).not.toBe("owned");
    expect(await tab.locator("main img").count()).toBe(0);
  });

  it("is refused again while its cause stays, with the reason, and stored once when it is gone", async () => {
    const replays = tab.getByRole("region", { name: "Replays" });
    const replayAll = async () => {
      await tab.getByRole("button", { name: "Replay 2 events" }).first().click();
      await tab.getByRole("dialog").getByRole("button", { name: "Replay 2 events" }).click();
      await tab.getByRole("dialog").waitFor({ state: "detached" });
    };
    await replayAll();
    await replays.getByText("0 stored, 2 refused again").waitFor();
    await replays.getByText("drain.violated_constraint × 2").waitFor();
    expect(await storedNames(product)).toEqual(["sound"]);

    await tellClickHouse(product, "ALTER TABLE spans DROP CONSTRAINT sound");
    await replayAll();
    await replays.getByText("2 stored, 0 refused again").waitFor();
    expect(await storedNames(product)).toEqual(["poison 1", "poison 2", "sound"]);
    await tab.getByText("No event matches").waitFor();
    await tab.getByRole("combobox", { name: "State" }).selectOption("replayed");
    await expect.poll(() => tab.getByRole("table").locator("tbody tr").count()).toBe(2);
  });

  it("is one row when its client sends it again, and says so", async () => {
    await sendOdd();
    await tab.goto(`${product.dashboardUrl}/project/${project.id}/rejected?code=event.unknown_type`);
    const row = tab.getByRole("table").locator("tbody tr");
    await until(
      async () => {
        await tab.getByRole("button", { name: "Refresh" }).click();
        return row.first().innerText();
      },
      (text) => text.includes("× 2"),
    );
    expect(await row.count()).toBe(1);
    await row.locator("button").first().click();
    await tab.getByText("First received").waitFor();
  });

  it("can be had as a file: the list as it is filtered, and the bytes of a request that nobody could read", async () => {
    const bytes = Buffer.from([0x0a, 0xff, 0xff, 0x00, 0xfe, 0x80]);
    const refused = await fetch(`${product.apiUrl}/v1/traces`, {
      method: "POST",
      headers: { authorization, "content-type": "application/x-protobuf" },
      body: bytes,
    });
    expect(refused.status).toBe(400);
    await tab.goto(`${product.dashboardUrl}/project/${project.id}/rejected?code=request.malformed`);
    const row = tab.getByRole("table").locator("tbody tr");
    await until(
      async () => {
        await tab.getByRole("button", { name: "Refresh" }).click();
        return row.count();
      },
      (count) => count === 1,
    );
    await row.locator("button").first().click();
    const [file] = await Promise.all([
      tab.waitForEvent("download"),
      tab.getByRole("link", { name: "Download" }).click(),
    ]);
    expect(await readFile(await file.path())).toEqual(bytes);

    await tab.getByTitle("Show every code again").click();
    await tab.getByText("event.unknown_type").first().waitFor();
    for (const [link, suffix] of [
      ["CSV", ".csv"],
      ["JSONL", ".jsonl"],
    ] as const) {
      await tab.getByRole("button", { name: "Export", exact: true }).click();
      const [exported] = await Promise.all([
        tab.waitForEvent("download"),
        tab.getByRole("link", { name: link, exact: true }).click(),
      ]);
      expect(exported.suggestedFilename()).toBe(`rejected-events${suffix}`);
      const text = await readFile(await exported.path(), "utf8");
      expect(text).toContain("event.unknown_type");
      expect(text).toContain(bytes.toString("base64"));
      if (link === "CSV") expect(text).toMatch(/^lastSeenAt,firstSeenAt,times,/);
      else
        expect(
          text
            .trim()
            .split("\n")
            .map((line) => Object.keys(JSON.parse(line)).length > 10),
        ).toEqual([true, true]);
    }
  });

  it("is kept as long as the project says", async () => {
    await tab.goto(`${product.dashboardUrl}/project/${project.id}/settings/general`);
    await tab.getByLabel("Days that rejected events are kept").fill("3");
    await tab.getByText("vanish at once").waitFor();
    await tab
      .locator("form", { has: tab.getByLabel("Days that rejected events are kept") })
      .getByRole("button")
      .click();
    await tab.getByText("Saved").waitFor();
    await tab.goto(`${product.dashboardUrl}/project/${project.id}/rejected`);
    await tab.getByText("each kept for 3 days").waitFor();
  });

  it("says as of when the pages are while ClickHouse stands still", async () => {
    const pid = product.pidOf("clickhouse");
    process.kill(pid, "SIGSTOP");
    try {
      await sendSpan(product, "late");
      await tab.getByText("Data as of", { exact: false }).waitFor({ timeout: 60_000 });
      await tab.getByText("1 event in the journal", { exact: false }).waitFor();
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await tab.getByText("Data as of", { exact: false }).waitFor({ state: "detached", timeout: 90_000 });
    await until(
      () => storedNames(product),
      (names) => names.includes("late"),
    );
  });
});
