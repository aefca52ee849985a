import type { Socket } from "node:net";
import {
  type FaultProxy,
  type Interceptor,
  type ProxyConnection,
  startFaultProxy,
} from "@plumbline/simulator/start-fault-proxy";

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
  await wire.open();
  return wire;
}

class Wire implements FaultWire {
  readonly #target: URL;
  readonly #onHeld: Array<() => void> = [];
  #heldAnswers: Array<{ pass(): void; break(): void }> = [];
  #proxy: FaultProxy | null = null;
  #left = 0;
  #spared = 0;
  #fault: InsertFault = { kind: "drop-response" };
  failed = 0;

  constructor(target: URL) {
    this.#target = target;
  }

  async open(): Promise<void> {
    this.#proxy = await startFaultProxy({
      target: { host: this.#target.hostname, port: Number(this.#target.port) },
      intercept: (connection) => this.#intercept(connection),
    });
  }

  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.#proxy?.port ?? 0}`;
    return url.href;
  }

  async mend(): Promise<void> {
    await this.#proxy?.mend();
  }

  async cut(): Promise<void> {
    await this.#proxy?.cut();
  }

  delay(ms: number): void {
    this.#proxy?.set({ latencyMs: ms });
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

  #intercept(connection: ProxyConnection): Interceptor {
    let fault: InsertFault | null = null;
    let sentBytes = 0;
    const end = (): "drop" => {
      connection.break();
      return "drop";
    };
    return {
      toServer: (chunk) => {
        if (insertPattern.test(chunk.subarray(0, 4_096).toString("latin1"))) {
          fault = this.#takeFault();
          sentBytes = 0;
        }
        if (fault?.kind === "answer") {
          answerWhenRead(connection.client, chunk, fault);
          return "drop";
        }
        sentBytes += chunk.length;
        return fault?.kind === "cut-request" && sentBytes > fault.afterBytes ? end() : "pass";
      },
      toClient: (chunk) => {
        if (fault?.kind === "drop-response") return end();
        if (fault?.kind !== "hold-response") return "pass";
        fault = null;
        this.#heldAnswers.push({ pass: () => connection.client.write(chunk), break: end });
        for (const tell of this.#onHeld.splice(0)) tell();
        return "drop";
      },
    };
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
