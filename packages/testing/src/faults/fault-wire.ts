import { connect, createServer, type Server, type Socket } from "node:net";

/** What the wire does to a request that carries an INSERT. */
type InsertFault =
  /** The server does its work; the client's connection breaks instead of carrying the answer. */
  | { kind: "drop-response" }
  /** The answer waits until `release`, as on a half-open connection. */
  | { kind: "hold-response" }
  /** The request never reaches the server; the client gets this answer. */
  | { kind: "answer"; status: number; code: number; name: string }
  /** The connection breaks after so many bytes of the request. */
  | { kind: "cut-request"; afterBytes: number };

/** A way to a server that can be cut, slowed down and made to lie. */
export interface FaultWire {
  /** The server's URL, through the wire. */
  url: string;
  /** Refuses connections and breaks those that are open. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Every chunk waits this long, in both directions. */
  delay(ms: number): void;
  /** After `spared` more of them the next `times` inserts suffer the fault. */
  failInserts(times: number, fault: InsertFault, spared?: number): void;
  /** Inserts that suffered one. */
  readonly failed: number;
  /** Resolves with the next insert whose answer is held back. */
  held(): Promise<void>;
  /** Lets held answers go, or breaks their connections. */
  release(how: "answer" | "break"): void;
  close(): Promise<void>;
}

const insertPattern = /INSERT(%20|\+|\s)+INTO/i;

export async function openFaultWire(target: string): Promise<FaultWire> {
  const wire = new Wire(new URL(target));
  await wire.mend();
  return wire;
}

class Wire implements FaultWire {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #onHeld: Array<() => void> = [];
  #heldAnswers: Array<{ pass(): void; break(): void }> = [];
  #server: Server | null = null;
  #port = 0;
  #delayMs = 0;
  #left = 0;
  #spared = 0;
  #fault: InsertFault = { kind: "drop-response" };
  failed = 0;

  constructor(target: URL) {
    this.#target = target;
  }

  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  async mend(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((near) => this.#carry(near));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    const address = server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  delay(ms: number): void {
    this.#delayMs = ms;
  }

  failInserts(times: number, fault: InsertFault, spared = 0): void {
    this.#left = times;
    this.#spared = spared;
    this.#fault = fault;
  }

  held(): Promise<void> {
    return new Promise((resolve) => this.#onHeld.push(resolve));
  }

  release(how: "answer" | "break"): void {
    const held = this.#heldAnswers;
    this.#heldAnswers = [];
    for (const answer of held) {
      if (how === "answer") answer.pass();
      else answer.break();
    }
  }

  close(): Promise<void> {
    return this.cut();
  }

  #takeFault(): InsertFault | null {
    if (this.#left === 0) return null;
    if (this.#spared > 0) {
      this.#spared -= 1;
      return null;
    }
    this.#left -= 1;
    this.failed += 1;
    return this.#fault;
  }

  #carry(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on("error", end).on("close", () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    let fault: InsertFault | null = null;
    let sentBytes = 0;
    near.on("data", (chunk) => {
      if (insertPattern.test(chunk.subarray(0, 4_096).toString("latin1"))) {
        fault = this.#takeFault();
        sentBytes = 0;
      }
      if (fault?.kind === "answer") return answerWhenRead(near, chunk, fault);
      sentBytes += chunk.length;
      if (fault?.kind === "cut-request" && sentBytes > fault.afterBytes) return end();
      this.#later(() => far.write(chunk));
    });
    far.on("data", (chunk) => {
      if (fault?.kind === "drop-response") return end();
      if (fault?.kind !== "hold-response") return this.#later(() => near.write(chunk));
      fault = null;
      this.#heldAnswers.push({ pass: () => near.write(chunk), break: end });
      for (const tell of this.#onHeld.splice(0)) tell();
    });
  }

  #later(work: () => unknown): void {
    if (this.#delayMs === 0) work();
    else setTimeout(work, this.#delayMs);
  }
}

/** A chunked body is over with its empty chunk; an answer before that would be a broken pipe. */
function answerWhenRead(
  near: Socket,
  chunk: Buffer,
  fault: { status: number; code: number; name: string },
): void {
  if (!chunk.subarray(-5).equals(Buffer.from("0\r\n\r\n"))) return;
  const text = `Code: ${fault.code}. DB::Exception: Injected by a test. (${fault.name}) (version 25.8)`;
  near.end(
    `HTTP/1.1 ${fault.status} Error\r\nX-ClickHouse-Exception-Code: ${fault.code}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
  );
}
