import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { answersOk } from "./spawn-child.ts";

const patienceMs = 150;

test("a question always ends, also where the body comes at the very deadline", async () => {
  const body = JSON.stringify({ ready: true });
  // As the dashboard does it: compressed for whoever takes that.
  const server = createServer((request, response) => {
    const isCompressed = request.headers["accept-encoding"]?.includes("gzip") === true;
    if (isCompressed) response.setHeader("content-encoding", "gzip");
    setTimeout(() => response.flushHeaders(), patienceMs - 50);
    const atMs = patienceMs - 4 + 8 * Math.random();
    setTimeout(() => response.end(isCompressed ? gzipSync(body) : body), atMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ready`;
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => answersOk(url, patienceMs)));
    for (const answer of answers) expect(answer).toBeTypeOf("boolean");
  }
  server.closeAllConnections();
  server.close();
}, 20_000);
