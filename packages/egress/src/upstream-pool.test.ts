import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressRules } from "./address-rules.ts";
import { createUpstreamPool, refusedAddressCode } from "./upstream-pool.ts";

let server: Server;
let port = 0;
let seen = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    seen += 1;
    response.end("hello");
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

describe("createUpstreamPool", () => {
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
