import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";

/** Listens and never accepts: its thread sleeps for ever. */
const listener = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

/** The URL of a server that answers no SYN, since others have filled its backlog. */
export async function startDeafServer(): Promise<string> {
  const thread = new Worker(listener, { eval: true });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await thread.terminate();
  });
  const port = await new Promise<number>((resolve) => thread.once("message", resolve));
  for (let isFull = false; !isFull; ) {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket);
    const connected = new Promise<boolean>((resolve) => socket.once("connect", () => resolve(true)));
    // A turn later: after a long pause of this process the time is over before the connection is looked at.
    const late = sleep(300).then(() => new Promise<boolean>((resolve) => setImmediate(() => resolve(false))));
    isFull = !(await Promise.race([connected, late]));
  }
  return `http://127.0.0.1:${port}`;
}
