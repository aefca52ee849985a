import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type RawLoadReport, runRawLoad } from "./raw-load.ts";

async function loadOf(listener: RequestListener, requests: number): Promise<RawLoadReport> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`;
  const bodies = [Buffer.from("one"), Buffer.from("the other")];
  return runRawLoad({ url, headers: { "x-key": "k" }, bodies, concurrency: 4, requests });
}

const long = "x".repeat(200_000);

test("every call is made once, with its body, and answers of known and unknown length are read whole", async () => {
  const seen: string[] = [];
  const report = await loadOf((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${String(request.headers["x-key"])} ${body}`);
      if (seen.length % 2 === 0) response.setHeader("content-length", long.length);
      // Without it Node sends chunks.
      response.write(long.slice(0, 7));
      setImmediate(() => response.end(long.slice(7)));
    });
  }, 40);
  expect(report.complete).toBe(40);
  expect(seen).toHaveLength(40);
  expect(new Set(seen)).toEqual(new Set(["POST /v1/x k one", "POST /v1/x k the other"]));
});

test("a refusal and an answer that breaks off are not complete", async () => {
  let calls = 0;
  const report = await loadOf((request, response) => {
    request.resume();
    calls += 1;
    if (calls === 1) response.writeHead(503).end("no");
    else if (calls === 2) response.writeHead(200, { "content-length": 10 }).write("half");
    else response.end("whole");
    if (calls === 2) setImmediate(() => response.destroy());
  }, 12);
  expect(calls).toBe(12);
  expect(report.complete).toBe(10);
});
