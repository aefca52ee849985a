import { once } from "node:events";
import { createServer, type Server } from "node:net";

// Below what systems give to outgoing connections, of which one could take a port before its server does.
const firstPort = 20_000;
/** Test files that run at once look in ranges of their own. */
const rangePorts = 1_500;
const ranges = 8;

const range = Number(process.env.VITEST_POOL_ID ?? 0) % ranges;
let place = Math.floor(Math.random() * rangePorts);

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}

/** Different ones, and none that was found here before. */
export async function findFreePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let tries = 0; ports.length < count; tries++) {
    if (tries > rangePorts) throw new Error("No port is free.");
    place = (place + 1) % rangePorts;
    const port = firstPort + range * rangePorts + place;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server: Server = createServer();
  const listening = new Promise<boolean>((resolve) => {
    server.once("listening", () => resolve(true));
    server.once("error", () => resolve(false));
  });
  server.listen(port, "127.0.0.1");
  if (!(await listening)) return false;
  const closed = once(server, "close");
  server.close();
  await closed;
  return true;
}
