import cluster from "node:cluster";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool } from "undici";

/**
 * The least that a hop in Node can be: `http` in, `undici` out, bytes through, back-pressure and
 * cancellation kept; no key, no routing, no record. As many workers as the gateway has.
 * `node bare-hop.ts <port> <upstream> <workers>`; says "ready" when all listen.
 */
const [port = "0", upstream = "", workers = "1"] = process.argv.slice(2);

if (cluster.isPrimary) {
  let listening = 0;
  for (let index = 0; index < Number(workers); index += 1) cluster.fork();
  cluster.on("listening", () => {
    listening += 1;
    if (listening === Number(workers)) process.send?.("ready");
  });
  process.on("disconnect", () => process.exit(0));
} else {
  const pool = new Pool(upstream, { connections: 1_000, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  createServer((request, response) => read(request, (body) => forward(pool, request, body, response))).listen(
    Number(port),
    "127.0.0.1",
  );
}

function read(request: IncomingMessage, onBody: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const [only] = chunks;
    onBody(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
  });
}

function forward(pool: Pool, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  let abort: (() => void) | null = null;
  let isOver = false;
  response.once("close", () => {
    if (!isOver) abort?.();
  });
  const headers = ["content-type", request.headers["content-type"] ?? "application/json"];
  pool.dispatch(
    {
      method: request.method === "GET" ? "GET" : "POST",
      path: request.url ?? "/",
      headers,
      body: body.length > 0 ? body : null,
    },
    {
      onConnect(abortUpstream) {
        abort = abortUpstream;
        if (response.destroyed) abortUpstream();
      },
      onHeaders(status, rawHeaders, resume) {
        const passed: string[] = [];
        for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
          const name = String(rawHeaders[at]);
          if (!/^(connection|keep-alive|transfer-encoding|date)$/i.test(name))
            passed.push(name, String(rawHeaders[at + 1]));
        }
        response.writeHead(status, passed);
        response.on("drain", resume);
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete() {
        isOver = true;
        response.end();
      },
      onError() {
        isOver = true;
        response.destroy();
      },
    },
  );
}
