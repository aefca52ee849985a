import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultProxy, startFaultProxy } from "./start-fault-proxy.ts";

let server: Server;
let proxy: FaultProxy;
let peers: Socket[];

beforeEach(async () => {
  peers = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    peers.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => socket.write(chunk));
    socket.on("end", () => socket.end("bye"));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  proxy = await startFaultProxy({ target: { host: "127.0.0.1", port: address.port } });
});

afterEach(async () => {
  await proxy.close();
  for (const peer of peers) peer.destroy();
  await new Promise((resolve) => server.close(resolve));
});

interface Client {
  socket: Socket;
  text(): string;
  closed: Promise<string>;
}

function open(): Client {
  const socket = connect({ port: proxy.port, host: "127.0.0.1" });
  let text = "";
  let error = "clean";
  socket.on("data", (chunk) => {
    text += chunk.toString();
  });
  socket.on("error", (cause: NodeJS.ErrnoException) => {
    error = cause.code ?? "error";
  });
  const closed = new Promise<string>((resolve) => socket.on("close", () => resolve(error)));
  return { socket, text: () => text, closed };
}

describe("the fault proxy", () => {
  it("passes bytes and half-closed connections", async () => {
    const { socket, text } = open();
    socket.write("hello");
    await expect.poll(text).toBe("hello");
    socket.end();
    await expect.poll(text).toBe("hellobye");
    expect(proxy.accepted).toBe(1);
  });

  it("keeps order when latency goes, and waits for its bandwidth", async () => {
    const { socket, text } = open();
    proxy.set({ latencyMs: 100 }, "toServer");
    socket.write("a");
    await expect.poll(() => proxy.open).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    proxy.set({ latencyMs: 0 });
    socket.write("b");
    await expect.poll(text).toBe("ab");
    proxy.set({ bytesPerSecond: 1_000 }, "toClient");
    const startedMs = performance.now();
    socket.write("x".repeat(200));
    await expect.poll(() => text().length).toBe(202);
    expect(performance.now() - startedMs).toBeGreaterThan(150);
  });

  it("is silent as a black hole, and passes again", async () => {
    const { socket, text } = open();
    proxy.set({ blackhole: true }, "toClient");
    socket.write("lost");
    await expect.poll(() => peers[0]?.bytesWritten).toBe(4);
    // What was written lies at the proxy already, which reads it in the next turns.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    proxy.set({ blackhole: false });
    socket.write("found");
    await expect.poll(text).toBe("found");
  });

  it("breaks after so many bytes, resets, ends one half, refuses and mends", async () => {
    proxy.set({ breakAfterBytes: 3 }, "toClient");
    const short = open();
    short.socket.write("abcdef");
    await short.closed;
    expect(short.text()).toBe("abc");
    proxy.set({ breakAfterBytes: Number.POSITIVE_INFINITY });
    const reset = open();
    reset.socket.write("x");
    await expect.poll(reset.text).toBe("x");
    proxy.reset();
    expect(await reset.closed).toBe("ECONNRESET");
    const half = open();
    half.socket.write("x");
    await expect.poll(half.text).toBe("x");
    proxy.halfClose("toServer");
    await expect.poll(half.text).toBe("xbye");
    await proxy.cut();
    expect(await open().closed).toBe("ECONNREFUSED");
    await proxy.mend();
    const again = open();
    again.socket.write("back");
    await expect.poll(again.text).toBe("back");
    again.socket.destroy();
  });
});
