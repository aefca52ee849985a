import type { Socket } from "node:net";
import { type buildConnector, Client, type Dispatcher } from "undici";

type Settings = Client.Options & { connect: buildConnector.connector };

/** Under load a connection is idle for a moment between two calls: closing it then would cost each its opening. */
const lingerMs = 1_000;

/**
 * Makes the connections of one pool. Of those that nobody uses at most `keptIdle` stay open: those beyond
 * are closed a second later, the longest idle first, and opened again when they are needed.
 */
export function createIdleLimit(keptIdle: number): (origin: URL, settings: object) => Dispatcher {
  const idle = new IdleConnections(keptIdle);
  return (origin, settings) => new LimitedClient(origin, settings as Settings, idle);
}

class IdleConnections {
  readonly #kept: number;
  /** In the order in which they became idle. */
  readonly #sockets = new Map<Client, Socket>();
  #isSweepDue = false;

  constructor(kept: number) {
    this.#kept = kept;
  }

  add(client: Client, socket: Socket): void {
    this.#sockets.set(client, socket);
    if (this.#isSweepDue || this.#sockets.size <= this.#kept) return;
    this.#isSweepDue = true;
    setTimeout(() => this.#closeSurplus(), lingerMs).unref();
  }

  remove(client: Client): void {
    this.#sockets.delete(client);
  }

  #closeSurplus(): void {
    this.#isSweepDue = false;
    const surplus = Math.max(0, this.#sockets.size - this.#kept);
    for (const [client, socket] of [...this.#sockets].slice(0, surplus)) {
      this.#sockets.delete(client);
      socket.destroy();
    }
  }
}

class LimitedClient extends Client {
  readonly #idle: IdleConnections;

  constructor(origin: URL, settings: Settings, idle: IdleConnections) {
    let socket: Socket | null = null;
    super(origin, {
      ...settings,
      connect: (target, callback) =>
        settings.connect(target, (...[error, connected]) => {
          socket = error === null ? connected : null;
          if (error === null) callback(null, connected);
          else callback(error, null);
        }),
    });
    this.#idle = idle;
    this.on("disconnect", () => idle.remove(this));
    // The pool listens too, later than this: if somebody waits for a connection, none is idle.
    this.on("drain", () => {
      if (socket !== null && !socket.destroyed) idle.add(this, socket);
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#idle.remove(this);
    return super.dispatch(options, handler);
  }
}
