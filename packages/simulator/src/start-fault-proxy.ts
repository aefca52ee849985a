import { connect, createServer, type Server, type Socket } from "node:net";
import { Lane, type LaneRules } from "./proxy/lane.ts";

export type Direction = "toServer" | "toClient";

/** Looks at what passes on one connection; `drop` keeps a chunk from passing. */
export interface Interceptor {
  toServer?(chunk: Buffer): "pass" | "drop";
  toClient?(chunk: Buffer): "pass" | "drop";
}

export interface ProxyConnection {
  client: Socket;
  server: Socket;
  /** Closes both ends at once. */
  break(): void;
}

export interface FaultProxyOptions {
  target: { host: string; port: number };
  port?: number;
  intercept?(connection: ProxyConnection): Interceptor;
}

/** A way to a server that can be slowed down, cut and made silent. */
export interface FaultProxy {
  port: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Connections that were ever made. */
  readonly accepted: number;
  /** Takes effect for what passes from now on; what is left out stays as it is. */
  set(rules: Partial<LaneRules>, direction?: Direction): void;
  /** Refuses connections and breaks those that are open. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Breaks open connections with a reset; new ones are taken. */
  reset(): void;
  /** Ends one direction of every open connection and leaves the other. */
  halfClose(direction: Direction): void;
  close(): Promise<void>;
}

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = new Proxy(options);
  await proxy.mend();
  return proxy;
}

class Proxy implements FaultProxy {
  readonly #options: FaultProxyOptions;
  readonly #connections = new Set<ProxyConnection>();
  readonly #rules: Record<Direction, LaneRules> = { toServer: noRules(), toClient: noRules() };
  #server: Server | null = null;
  port: number;
  accepted = 0;

  constructor(options: FaultProxyOptions) {
    this.#options = options;
    this.port = options.port ?? 0;
  }

  get open(): number {
    return this.#connections.size;
  }

  set(rules: Partial<LaneRules>, direction?: Direction): void {
    for (const each of ["toServer", "toClient"] as const) {
      if (direction === undefined || direction === each) Object.assign(this.#rules[each], rules);
    }
  }

  async mend(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#carry(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (typeof address === "object" && address !== null) this.port = address.port;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const connection of this.#connections) connection.break();
    await closed;
  }

  reset(): void {
    for (const { client, server } of this.#connections) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  halfClose(direction: Direction): void {
    for (const { client, server } of this.#connections) {
      if (direction === "toServer") server.end();
      else client.end();
    }
  }

  close(): Promise<void> {
    return this.cut();
  }

  #carry(client: Socket): void {
    this.accepted += 1;
    const { host, port } = this.#options.target;
    const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const connection: ProxyConnection = {
      client,
      server,
      break: () => {
        client.destroy();
        server.destroy();
      },
    };
    this.#connections.add(connection);
    for (const socket of [client, server]) {
      // `close` follows an error, so the error itself needs no answer.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#connections.delete(connection);
        connection.break();
      });
    }
    const interceptor = this.#options.intercept?.(connection);
    const lanes = [
      new Lane(
        client,
        server,
        this.#rules.toServer,
        connection,
        (chunk) => interceptor?.toServer?.(chunk) ?? "pass",
      ),
      new Lane(
        server,
        client,
        this.#rules.toClient,
        connection,
        (chunk) => interceptor?.toClient?.(chunk) ?? "pass",
      ),
    ];
    for (const lane of lanes) lane.start();
  }
}

const noRules = (): LaneRules => ({
  latencyMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  blackhole: false,
  breakAfterBytes: Number.POSITIVE_INFINITY,
});
