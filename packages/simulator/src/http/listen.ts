import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface Listening {
  url: string;
  port: number;
  server: Server;
  /** Breaks what is open. */
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A plain server on 127.0.0.1; port 0 takes a free one. Idle connections live 5 s, as uvicorn's do. */
export async function listen(handler: Handler, port = 0): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 5_000, requestTimeout: 0, headersTimeout: 0 }, handler);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that goes away is an ordinary event here.
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", 1_024, resolve);
  });
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A URL at which nobody listens. */
export async function refusedUrl(): Promise<string> {
  const { url, close } = await listen(() => undefined);
  await close();
  return url;
}
