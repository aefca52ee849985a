import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressRules } from "./address-rules.ts";
import { createUpstreamPool, refusedAddressCode, type UpstreamPool } from "./upstream-pool.ts";

let server: Server;
let port = 0;
let seen = 0;
let accepted = 0;
/** Answers that wait for the test. */
const held: (() => void)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen += 1;
    if (request.url === "/held") held.push(() => void response.end("held"));
    else response.end("hello");
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", () => {
    accepted += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The body, or the code of the error. */
async function get(origin: string, allowed: string[]): Promise<string> {
  const pool = createUpstreamPool(origin, { rules: createAddressRules(allowed) });
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    pool.dispatch(
      { method: "GET", path: "/", headers: [], body: null },
      {
        onConnect: () => undefined,
        onHeaders: () => true,
        onData: (chunk) => {
          text += chunk.toString();
          return true;
        },
        onComplete: () => resolve(text),
        onError: (error) => resolve("code" in error ? String(error.code) : error.message),
      },
    );
  });
  await pool.destroy();
  return answer;
}

/** Calls that are under way together, and then answered together. */
async function burst(pool: UpstreamPool, calls: number): Promise<string[]> {
  const ends: Promise<string>[] = [];
  for (let call = 0; call < calls; call++) {
    const end = new Promise<string>((resolve) => {
      pool.dispatch(
        { method: "GET", path: "/held", headers: [], body: null },
        {
          onConnect: () => undefined,
          onHeaders: () => true,
          onData: () => true,
          onComplete: () => resolve("ok"),
          onError: (error) => resolve(error.message),
        },
      );
    });
    ends.push(end);
  }
  await expect.poll(() => held.length).toBe(calls);
  for (const answer of held.splice(0)) answer();
  return Promise.all(ends);
}

const openConnections = (): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });

describe("createUpstreamPool", () => {
  it("keeps a limited number of connections that nobody uses, and opens the others again", async () => {
    const rules = createAddressRules(["127.0.0.1"]);
    const options = { rules, connections: 12, keptIdle: 3, keepAliveMs: 60_000 };
    const pool = createUpstreamPool(`http://127.0.0.1:${port}`, options);
    await expect.poll(openConnections).toBe(0);
    for (let round = 0; round < 3; round++) {
      expect(await burst(pool, 12)).toEqual(Array(12).fill("ok"));
      await expect.poll(openConnections).toBe(3);
    }
    // What is open is used before anything is opened.
    const opened = accepted;
    expect(await burst(pool, 12)).toEqual(Array(12).fill("ok"));
    expect(accepted - opened).toBe(9);
    // A moment between two calls closes none.
    await sleep(20);
    expect(await burst(pool, 12)).toEqual(Array(12).fill("ok"));
    expect(accepted - opened).toBe(9);
    await pool.destroy();
    await expect.poll(openConnections).toBe(0);
  });

  it("opens no connection to a private address, by number or by name", async () => {
    const before = seen;
    expect(await get(`http://127.0.0.1:${port}`, [])).toBe(refusedAddressCode);
    expect(await get(`http://2130706433:${port}`, [])).toBe(refusedAddressCode);
    expect(await get(`http://[::ffff:127.0.0.1]:${port}`, [])).toBe(refusedAddressCode);
    expect(await get(`http://localhost:${port}`, [])).toBe(refusedAddressCode);
    expect(seen).toBe(before);
  });

  it("opens one that the operator allowed, by network, address or name", async () => {
    expect(await get(`http://127.0.0.1:${port}`, ["127.0.0.0/8"])).toBe("hello");
    expect(await get(`http://127.0.0.1:${port}`, ["127.0.0.1"])).toBe("hello");
    expect(await get(`http://localhost:${port}`, ["localhost"])).toBe("hello");
  });
});
