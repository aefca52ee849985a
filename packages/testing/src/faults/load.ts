import { setTimeout as sleep } from "node:timers/promises";
import type { FaultProject } from "./fault-rig.ts";
import { classicBody, Ledger, type LedgerSpan, otlpBody } from "./ledger.ts";

type Protocol = "otlp" | "classic";

const requestTimeoutMs = 8_000;

/** True when every span of the request was acknowledged; the answer is noted in the ledger. */
export async function send(
  apiUrl: string,
  project: FaultProject,
  ledger: Ledger,
  spans: readonly LedgerSpan[],
  protocol: Protocol = "otlp",
  changes: Parameters<typeof otlpBody>[1] = {},
): Promise<boolean> {
  const isOtlp = protocol === "otlp";
  try {
    const response = await fetch(`${apiUrl}${isOtlp ? "/v1/traces" : "/api/public/ingestion"}`, {
      method: "POST",
      headers: { authorization: project.authorization, "content-type": "application/json" },
      body: isOtlp ? otlpBody(spans, changes) : classicBody(spans),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    const isTaken = response.status === 200 || (response.status === 207 && /"errors":\[\]/.test(text));
    if (isTaken && !text.includes("partialSuccess")) {
      ledger.acknowledge(spans);
      return true;
    }
    ledger.refuse(response.status);
  } catch {
    ledger.refuse(0);
  }
  return false;
}

export interface LoadOptions {
  apiUrl: string;
  project: FaultProject;
  ledger?: Ledger;
  senders?: number;
  spansPerRequest?: number;
  /** Between two requests of one sender. */
  pauseMs?: number;
}

/** Senders that go on until stopped; half of what is refused is sent again with the same ids. */
export class Load {
  readonly ledger: Ledger;
  readonly #options: Required<LoadOptions>;
  readonly #running: Promise<void>[] = [];
  #isStopped = false;

  constructor(options: LoadOptions) {
    this.ledger = options.ledger ?? new Ledger();
    this.#options = { senders: 4, spansPerRequest: 5, pauseMs: 100, ...options, ledger: this.ledger };
    for (let sender = 0; sender < this.#options.senders; sender++) this.#running.push(this.#send(sender));
  }

  async stop(): Promise<Ledger> {
    this.#isStopped = true;
    await Promise.all(this.#running);
    return this.ledger;
  }

  /** Resolves once so many more spans than now are acknowledged. */
  async acknowledgedMore(count: number): Promise<void> {
    const wanted = this.ledger.acknowledged.size + count;
    while (this.ledger.acknowledged.size < wanted) await sleep(10);
  }

  async #send(sender: number): Promise<void> {
    const { apiUrl, project, spansPerRequest, pauseMs } = this.#options;
    const protocol = sender % 2 === 0 ? "otlp" : "classic";
    let again: LedgerSpan[] | null = null;
    for (let request = 0; !this.#isStopped; request++) {
      const spans: LedgerSpan[] = again ?? Array.from({ length: spansPerRequest }, () => this.ledger.make());
      const isTaken = await send(apiUrl, project, this.ledger, spans, protocol);
      again = isTaken || request % 2 === 0 ? null : spans;
      await sleep(isTaken ? pauseMs : 50);
    }
  }
}
