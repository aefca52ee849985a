import { createServer, type Server } from "node:http";
import { launchBrowser } from "@plumbline/testing/browser";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** What a web page may do with a key that has no secret: real pages in Chromium, on origins of their own. */
let api: TestApi;
let browser: Browser;
const sites: Server[] = [];

beforeAll(async () => {
  [api, browser] = await Promise.all([startTestApi(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  for (const site of sites) site.close();
  await api?.close();
});

/** A page of another origin than the API's. */
async function openSite(): Promise<{ origin: string; page: Page }> {
  const site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>Shop</title>");
  });
  sites.push(site);
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const origin = `http://127.0.0.1:${address.port}`;
  const page = await browser.newPage();
  await page.goto(origin);
  return { origin, page };
}

async function createPublicKey(allowedOrigins: string[] = []): Promise<string> {
  const { publicKey } = await api.createKey(["scores"], { secretHash: null, allowedOrigins });
  return publicKey;
}

interface Attempt {
  path: string;
  authorization: string;
  body: unknown;
}

/** As a page's own script would: what it may not read is "blocked". */
async function send(page: Page, attempt: Attempt): Promise<{ status: number; body: string } | "blocked"> {
  return page.evaluate(
    async ({ url, authorization, body }) => {
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { authorization, "content-type": "application/json" },
          body: JSON.stringify(body),
        });
        return { status: response.status, body: await response.text() };
      } catch {
        return "blocked" as const;
      }
    },
    { ...attempt, url: `${api.url}${attempt.path}` },
  );
}

const scoreList = z.object({
  data: z.array(z.looseObject({ id: z.string(), name: z.string(), value: z.number() })),
});

async function storedScores() {
  await api.drained();
  const answer = await api.call("/api/public/scores?limit=100");
  return scoreList.parse(await answer.json()).data;
}

describe("a page with a public key", () => {
  test.each(["Bearer", "Basic"] as const)("creates a score (%s)", async (scheme) => {
    const publicKey = await createPublicKey();
    const { page } = await openSite();
    const id = `from-page-${scheme}`;
    const authorization = scheme === "Bearer" ? `Bearer ${publicKey}` : `Basic ${btoa(`${publicKey}:`)}`;
    const answer = await send(page, {
      path: "/api/public/scores",
      authorization,
      body: { id, traceId: "trace-1", name: "thumb", value: 1 },
    });
    expect(answer).toEqual({ status: 200, body: JSON.stringify({ id }) });
    expect(await storedScores()).toContainEqual(expect.objectContaining({ id, name: "thumb", value: 1 }));
  });

  test("creates a score with the LangfuseWeb client", async () => {
    const publicKey = await createPublicKey();
    const { page } = await openSite();
    const bundle = await build({
      stdin: {
        contents: `import { LangfuseWeb } from "langfuse";
          const langfuse = new LangfuseWeb(${JSON.stringify({ baseUrl: api.url, publicKey })});
          langfuse.score({ id: "from-web-client", traceId: "trace-1", name: "user-feedback", value: 1 });`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      write: false,
      format: "iife",
      platform: "browser",
    });
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
    await expect.poll(async () => (await storedScores()).map(({ id }) => id)).toContain("from-web-client");
  });

  test("is told per event that it may create nothing else", async () => {
    const publicKey = await createPublicKey();
    const { page } = await openSite();
    const event = (id: string, type: string, body: object) => ({
      id,
      type,
      body,
      timestamp: new Date().toISOString(),
    });
    const answer = await send(page, {
      path: "/api/public/ingestion",
      authorization: `Bearer ${publicKey}`,
      body: {
        batch: [
          event("a score", "score-create", { id: "kept", name: "thumb", value: 1, traceId: "t" }),
          event("a trace", "trace-create", { id: "forged" }),
          event("a span", "span-create", { id: "forged", traceId: "t" }),
        ],
      },
    });
    if (answer === "blocked") throw new Error(answer);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      207,
      {
        successes: [{ id: "a score", status: 201 }],
        errors: [
          { id: "a trace", status: 403, message: expect.stringContaining("only create scores") },
          { id: "a span", status: 403, message: expect.stringContaining("only create scores") },
        ],
      },
    ]);
  });

  test("must be one that the key lists, and reads why it is not", async () => {
    const [home, elsewhere] = [await openSite(), await openSite()];
    const publicKey = await createPublicKey([home.origin]);
    const attempt = (id: string): Attempt => ({
      path: "/api/public/scores",
      authorization: `Bearer ${publicKey}`,
      body: { id, traceId: "t", name: "thumb", value: 1 },
    });
    expect(await send(home.page, attempt("from-home"))).toMatchObject({ status: 200 });
    const refused = await send(elsewhere.page, attempt("from-elsewhere"));
    if (refused === "blocked") throw new Error(refused);
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      403,
      { message: expect.stringContaining(elsewhere.origin), error: "ForbiddenError" },
    ]);
    // Without a browser there is no Origin, which is none of the list either.
    const { path, authorization, body } = attempt("from-nowhere");
    const bare = await fetch(`${api.url}${path}`, {
      method: "POST",
      headers: { authorization },
      body: JSON.stringify(body),
    });
    expect(bare.status).toBe(403);
    const ids = (await storedScores()).map(({ id }) => id);
    expect(ids).toContain("from-home");
    expect(ids).not.toContain("from-elsewhere");
    expect(ids).not.toContain("from-nowhere");
  });

  test("gets no answer from any other route, whatever its key", async () => {
    const { page } = await openSite();
    for (const path of ["/v1/traces", "/api/public/otel/v1/traces", "/api/public/traces"]) {
      expect([path, await send(page, { path, authorization: api.key.basic, body: {} })]).toEqual([
        path,
        "blocked",
      ]);
    }
  });
});

describe("a preflight", () => {
  const preflight = (path: string, method: string) =>
    fetch(`${api.url}${path}`, {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type,x-langfuse-sdk-name",
      },
    });

  test.each(["/api/public/ingestion", "/api/public/scores"])("of %s is for any origin", async (path) => {
    const answer = await preflight(path, "POST");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-headers")).toContain("x-langfuse-sdk-name");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("of every other route opens nothing", async () => {
    const open = ["/api/public/ingestion", "/api/public/scores"];
    for (const { method, path } of api.routes) {
      if (method === "OPTIONS" || open.includes(path)) continue;
      const answer = await preflight(path.replaceAll(/:\w+/g, "any"), method);
      expect([path, answer.headers.get("access-control-allow-origin")]).toEqual([path, null]);
    }
  });
});
