import type { GatewaySnapshot, Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { type BreakerState, createBreaker } from "./breaker.ts";
import type { EngineLoad } from "./engine-load.ts";
import { createReplicaHealth } from "./replica-health.ts";
import type { ReplicaReport, RouterView, WorkerReport } from "./router-view.ts";
import { createThroughput } from "./throughput.ts";

export interface ReplicaState {
  pool: Pool;
  replica: Replica;
  healthy: boolean;
  warming: boolean;
  breaker: BreakerState;
  share: number;
  calls: number;
  tokens: number;
  load: EngineLoad | null;
  firstTokenMs: number | null;
  tokensPerSecond: number | null;
}

const smoothing = 0.2;

interface Board {
  pool: Pool;
  replica: Replica;
  breaker: ReturnType<typeof createBreaker>;
  health: ReturnType<typeof createReplicaHealth>;
  throughput: ReturnType<typeof createThroughput>;
  warming: boolean;
  suspect: boolean;
  load: EngineLoad | null;
  firstTokenMs: number | null;
  underWay: Map<number, { tokens: number; calls: number }>;
  /** Work is counted from here on. */
  busySinceMs: number;
}

/** The shared truth of one gateway, in its primary process: what all workers and the checks have seen. */
export class Switchboard {
  readonly #now: () => number;
  readonly #workers = new Set<number>();
  /** Learned by one worker, to be told to the others; by the one to be told. */
  readonly #untold = new Map<number, RouterView["prefixes"]>();
  #boards = new Map<string, Board>();

  /** `now`: monotonic milliseconds. */
  constructor({ now }: { now: () => number }) {
    this.#now = now;
  }

  /** New replicas of a running gateway start slowly, and only after `prewarmed` where that is asked for. */
  setPools(projects: GatewaySnapshot["projects"]): void {
    const isFirst = this.#boards.size === 0;
    const next = new Map<string, Board>();
    for (const pool of projects.flatMap(({ pools }) => pools)) {
      for (const replica of pool.replicas) {
        const known = this.#boards.get(replica.id);
        // Another address is another machine.
        const board = known?.replica.url === replica.url ? known : this.#newBoard(pool, replica);
        board.pool = pool;
        board.replica = replica;
        if (board !== known && !isFirst) {
          board.health.restartSlowly(this.#now());
          board.warming = pool.health.prewarm > 0;
        }
        next.set(replica.id, board);
      }
    }
    this.#boards = next;
  }

  report(workerId: number, { replicas, prefixes }: WorkerReport): void {
    this.#workers.add(workerId);
    for (const [id, report] of Object.entries(replicas)) {
      const board = this.#boards.get(id);
      if (board !== undefined) take(board, workerId, report, this.#now());
    }
    if (prefixes.length === 0) return;
    for (const other of this.#workers) {
      if (other !== workerId) this.#untold.set(other, [...(this.#untold.get(other) ?? []), ...prefixes]);
    }
  }

  workerGone(workerId: number): void {
    this.#workers.delete(workerId);
    this.#untold.delete(workerId);
    for (const board of this.#boards.values()) board.underWay.delete(workerId);
  }

  observeLoad(replicaId: string, load: EngineLoad | null): void {
    const board = this.#boards.get(replicaId);
    if (board !== undefined) board.load = load;
  }

  observeProbe(replicaId: string, ok: boolean): void {
    const board = this.#boards.get(replicaId);
    if (board === undefined) return;
    board.health.probed(ok, this.#now());
    if (board.suspect && !ok) board.breaker.failed(this.#now());
    board.suspect = false;
  }

  /** A new replica answered its short calls and may get traffic. */
  prewarmed(replicaId: string): void {
    const board = this.#boards.get(replicaId);
    if (board === undefined || !board.warming) return;
    board.warming = false;
    board.health.restartSlowly(this.#now());
  }

  /** Replicas that answered "overloaded": their health decides whether that was a failure. */
  suspects(): string[] {
    return [...this.#boards.values()].filter(({ suspect }) => suspect).map(({ replica }) => replica.id);
  }

  /** What one worker has to know beyond what it did itself. */
  viewFor(workerId: number): RouterView {
    this.#workers.add(workerId);
    const prober = [...this.#workers][Math.floor(this.#now() / 1_000) % this.#workers.size];
    const replicas: RouterView["replicas"] = {};
    for (const [id, board] of this.#boards) {
      const { healthy, warming, breaker, share, load, firstTokenMs, tokensPerSecond } = this.#stateOf(board);
      const others = [...board.underWay].filter(([other]) => other !== workerId).map(([, work]) => work);
      const { tokens: otherTokens, calls: otherCalls } = total(others);
      replicas[id] = {
        healthy,
        warming,
        breaker,
        mayProbe: breaker === "half_open" && prober === workerId && otherCalls === 0,
        share,
        otherTokens,
        otherCalls,
        load,
        firstTokenMs,
        tokensPerSecond,
      };
    }
    const prefixes = this.#untold.get(workerId) ?? [];
    this.#untold.delete(workerId);
    return { replicas, prefixes };
  }

  state(): ReplicaState[] {
    return [...this.#boards.values()].map((board) => this.#stateOf(board));
  }

  #newBoard(pool: Pool, replica: Replica): Board {
    const board: Board = {
      pool,
      replica,
      breaker: createBreaker(() => board.pool.breaker),
      health: createReplicaHealth(() => board.pool.health),
      throughput: createThroughput(),
      warming: false,
      suspect: false,
      load: null,
      firstTokenMs: null,
      underWay: new Map(),
      busySinceMs: this.#now(),
    };
    return board;
  }

  #stateOf(board: Board): ReplicaState {
    const { pool, replica, warming, load, firstTokenMs } = board;
    const { tokens, calls } = total(board.underWay.values());
    return {
      pool,
      replica,
      healthy: board.health.isHealthy(),
      warming,
      breaker: board.breaker.state(this.#now()),
      share: board.health.share(this.#now()),
      calls,
      tokens,
      load,
      firstTokenMs,
      tokensPerSecond: board.throughput.perSecond(),
    };
  }
}

function take(board: Board, workerId: number, report: ReplicaReport, nowMs: number): void {
  const wasBusy = total(board.underWay.values()).calls > 0;
  const busyMs = wasBusy ? nowMs - board.busySinceMs : 0;
  board.busySinceMs = nowMs;
  board.throughput.add(report.inputTokens + report.outputTokens, busyMs);
  if (report.calls === 0) board.underWay.delete(workerId);
  else board.underWay.set(workerId, { tokens: report.tokens, calls: report.calls });
  for (const [verdict, times] of report.verdicts) {
    if (verdict === "overloaded") board.suspect = true;
    for (let time = 0; time < times; time++) {
      if (verdict === "alive") board.breaker.succeeded(nowMs);
      else if (verdict === "failed") board.breaker.failed(nowMs);
    }
  }
  if (report.firstTokens === 0) return;
  const meanMs = report.firstTokenMs / report.firstTokens;
  board.firstTokenMs =
    board.firstTokenMs === null ? meanMs : board.firstTokenMs + smoothing * (meanMs - board.firstTokenMs);
}

function total(work: Iterable<{ tokens: number; calls: number }>): { tokens: number; calls: number } {
  let tokens = 0;
  let calls = 0;
  for (const each of work) {
    tokens += each.tokens;
    calls += each.calls;
  }
  return { tokens, calls };
}
