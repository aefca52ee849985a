import type { GatewaySnapshot, Pool } from "@plumbline/contracts/gateway-snapshot";
import { SlotLedger } from "@plumbline/routing/slot-ledger";
import { Switchboard } from "@plumbline/routing/switchboard";
import type { ToPrimary, ToWorker } from "../messages.ts";

interface Attached {
  send(message: ToWorker): void;
  wanted: string;
}

/** Everything changes with time alone too: breakers half-open, shares of slow starts grow. */
const refreshMs = 1_000;

/** What the primary process keeps for its workers: who is up, how loaded, who holds which slot. */
export class Hub {
  readonly switchboard: Switchboard;
  readonly #ledger: SlotLedger;
  readonly #now: () => number;
  readonly #workers = new Map<number, Attached>();
  /** By worker and ticket: "queued", to be told with the next tick to those who still wait then. */
  readonly #untold = new Map<string, () => void>();
  #pools = new Map<string, Pool>();
  #snapshot: GatewaySnapshot | null = null;
  #isNews = false;
  #toldAt = 0;

  /** `now`: monotonic milliseconds. */
  constructor({ now }: { now: () => number }) {
    this.#now = now;
    this.switchboard = new Switchboard({ now });
    this.#ledger = new SlotLedger({ now });
  }

  get snapshot(): GatewaySnapshot | null {
    return this.#snapshot;
  }

  setSnapshot(snapshot: GatewaySnapshot): void {
    this.#snapshot = snapshot;
    const pools = snapshot.projects.flatMap((project) => project.pools);
    const next = new Map(pools.map((pool) => [pool.id, pool]));
    this.switchboard.setPools(snapshot.projects);
    this.#ledger.setPools([...pools, ...this.#waitedFor(next)]);
    this.#pools = next;
    for (const [workerId, { send }] of this.#workers) {
      // First what is known: a replica that is still to be warmed must not get a call in between.
      send({ type: "view", view: this.switchboard.viewFor(workerId) });
      send({ type: "snapshot", snapshot });
    }
  }

  attach(workerId: number, send: (message: ToWorker) => void): void {
    this.#workers.set(workerId, { send, wanted: "" });
    if (this.#snapshot === null) return;
    send({ type: "view", view: this.switchboard.viewFor(workerId) });
    send({ type: "snapshot", snapshot: this.#snapshot });
  }

  gone(workerId: number): void {
    this.#workers.delete(workerId);
    this.switchboard.workerGone(workerId);
    this.#ledger.workerGone(workerId);
    this.#isNews = true;
    this.#tellWanted();
  }

  /** False when the message is about something else. */
  receive(workerId: number, message: ToPrimary): boolean {
    switch (message.type) {
      case "report":
        this.switchboard.report(workerId, message.report);
        this.#isNews = true;
        return true;
      case "acquire":
        this.#acquire(workerId, message);
        return true;
      case "cancel":
        this.#ledger.cancel(workerId, message.ticket);
        this.#untold.delete(`${workerId} ${message.ticket}`);
        this.#tellWanted();
        return true;
      case "release":
        for (const [replicaId, slots] of message.slots) this.#ledger.release(workerId, replicaId, slots);
        this.#tellWanted();
        return true;
      default:
        return false;
    }
  }

  /** Something was observed beside what workers report. */
  changed(): void {
    this.#isNews = true;
  }

  /** To be called every 50 ms or so: tells the workers what they have to know of each other. */
  tick(): void {
    for (const tell of this.#untold.values()) tell();
    this.#untold.clear();
    const now = this.#now();
    if (!this.#isNews && now - this.#toldAt < refreshMs) return;
    this.#isNews = false;
    this.#toldAt = now;
    for (const [workerId, { send }] of this.#workers) {
      send({ type: "view", view: this.switchboard.viewFor(workerId) });
    }
  }

  queueOf(poolId: string): ReturnType<SlotLedger["state"]> {
    return this.#ledger.state(poolId);
  }

  /** Pools that are gone from the document, while calls that were planned before still wait for them. */
  #waitedFor(next: ReadonlyMap<string, Pool>): Pool[] {
    const gone = [...this.#pools.values()].filter(({ id }) => !next.has(id));
    return gone.filter(({ id }) => this.#ledger.state(id).waiting > 0);
  }

  #acquire(workerId: number, message: Extract<ToPrimary, { type: "acquire" }>): void {
    const { ticket, poolId, replicaIds, priority } = message;
    const pool = this.#pools.get(poolId);
    const name = `${workerId} ${ticket}`;
    const send = (told: ToWorker): void => this.#workers.get(workerId)?.send(told);
    if (pool === undefined) {
      // It is gone from the document, and is counted no more: a call that was planned by it goes on.
      const [replicaId = ""] = replicaIds;
      send({ type: "granted", ticket, replicaId, slots: 1 });
      return;
    }
    const answer = this.#ledger.acquire({
      workerId,
      ticket,
      pool,
      replicaIds,
      priority,
      grant: (replicaId, slots) => {
        this.#untold.delete(name);
        send({ type: "granted", ticket, replicaId, slots });
      },
    });
    if (answer.type === "queued") {
      const { position, expectedWaitMs } = answer;
      const tell = (): void => send({ type: "queued", ticket, position, expectedWaitMs });
      // Slots that other workers hold for nothing are on their way: only who waits for longer is queued.
      if (this.#workers.size > 1) this.#untold.set(name, tell);
      else tell();
    } else if (answer.type === "full") send({ type: "full", ticket, expectedWaitMs: answer.expectedWaitMs });
    this.#tellWanted();
  }

  #tellWanted(): void {
    const replicaIds = this.#ledger.wanted().sort();
    const text = replicaIds.join("\n");
    for (const attached of this.#workers.values()) {
      if (attached.wanted === text) continue;
      attached.wanted = text;
      attached.send({ type: "wanted", replicaIds });
    }
  }
}
