import type { Socket } from "node:net";
import { type buildConnector, Client, type Dispatcher } from "undici";

type Settings = Client.Options & { connect: buildConnector.connector };

/**
 * Makes the connections of one pool. Of those that nobody uses at most `keptIdle` stay open: one that
 * becomes idle beyond them is closed, and opened again when it is needed.
 */
export function createIdleLimit(keptIdle: number): (origin: URL, settings: object) => Dispatcher {
  const idle = new Set<Client>();
  return (origin, settings) => new LimitedClient(origin, settings as Settings, { idle, keptIdle });
}

class LimitedClient extends Client {
  readonly #idle: Set<Client>;

  constructor(origin: URL, settings: Settings, { idle, keptIdle }: { idle: Set<Client>; keptIdle: number }) {
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
    this.on("disconnect", () => idle.delete(this));
    // The pool listens too, later than this: if somebody waits for a connection, none is idle.
    this.on("drain", () => {
      if (socket === null || socket.destroyed) return;
      if (idle.size < keptIdle) idle.add(this);
      else socket.destroy();
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#idle.delete(this);
    return super.dispatch(options, handler);
  }
}
