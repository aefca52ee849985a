import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressRules } from "./address-rules.ts";
import { requestText } from "./request-text.ts";
import { createUpstreamPool, type UpstreamPool } from "./upstream-pool.ts";

let server: Server;
let pool: UpstreamPool;
const left: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    response.on("close", () => response.writableFinished || left.push(request.url ?? ""));
    if (request.url === "/hello") response.writeHead(201).end("hello");
    if (request.url === "/long") response.write("x".repeat(100));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const rules = createAddressRules(["127.0.0.1"]);
  // One connection: whoever holds it too long keeps the next one waiting.
  pool = createUpstreamPool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    rules,
    connections: 1,
  });
});
afterAll(async () => {
  await pool.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const get = (path: string, limits: { timeoutMs: number; maxBytes?: number }) =>
  requestText(pool, { method: "GET", path, headers: [], body: null }, limits);

describe("requestText", () => {
  it("gives the whole answer, whatever its status", async () => {
    expect(await get("/hello", { timeoutMs: 30_000, maxBytes: 5 })).toMatchObject({
      ok: true,
      status: 201,
      text: "hello",
    });
  });

  it("breaks off what is too large or does not come, and leaves the connection to the next", async () => {
    expect(await get("/long", { timeoutMs: 30_000, maxBytes: 99 })).toMatchObject({ code: "TOO_LARGE" });
    expect(await get("/never", { timeoutMs: 50 })).toMatchObject({ code: "TIMEOUT" });
    expect(await get("/hello", { timeoutMs: 30_000 })).toMatchObject({ ok: true });
    await expect.poll(() => left).toEqual(["/long", "/never"]);
  });

  it("asks nothing any more that waited too long for a connection", async () => {
    const held = get("/never", { timeoutMs: 200 });
    expect(await get("/late", { timeoutMs: 50 })).toMatchObject({ ok: false, code: "TIMEOUT" });
    await held;
    expect(await get("/hello", { timeoutMs: 30_000 })).toMatchObject({ ok: true });
    expect(left).not.toContain("/late");
  });

  it("says why it could not connect", async () => {
    const refused = createUpstreamPool("http://127.0.0.1:1", { rules: createAddressRules(["127.0.0.1"]) });
    const request = { method: "GET" as const, path: "/", headers: [], body: null };
    expect(await requestText(refused, request, { timeoutMs: 30_000 })).toMatchObject({
      ok: false,
      code: "ECONNREFUSED",
    });
    await refused.destroy();
  });
});
