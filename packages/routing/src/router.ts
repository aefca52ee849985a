import type { CallOutcome, TokenUsage } from "@plumbline/contracts/gateway-call";
import type { GatewaySnapshot, Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { unreadTokens } from "./by-prefix.ts";
import type { CallShape } from "./call-shape.ts";
import { type Candidate, chooseReplica, type Turns } from "./choose-replica.ts";
import { type CostOf, namePools, type Plan, type PlannedPool, type PoolNames, planCall } from "./plan.ts";
import { createPrefixIndex } from "./prefix-index.ts";
import { createReplicaTally, type ReplicaTally } from "./replica-tally.ts";
import { type ReplicaView, type RouterView, unknownReplica, type WorkerReport } from "./router-view.ts";

export type { CostOf, Plan, PlannedPool } from "./plan.ts";

/** Why nobody was picked: all are down, or all that are up were tried by this call before. */
export type PickFailure = "unhealthy" | "tried";

/** A call at a replica. Each method counts once; `end` must come in every ending. */
export interface Ticket {
  firstToken(): void;
  end(outcome: CallOutcome, usage?: TokenUsage): void;
}

/** One worker's choice of replicas: in memory, synchronous, told by the primary what others do. */
export interface Router {
  /** What is known of a replica survives under its id. */
  setPools(projects: GatewaySnapshot["projects"]): void;
  /** Throws `not_found` for an unknown model, `invalid_request` when nobody can serve the call. */
  plan(shape: CallShape): Plan;
  /** `tried` are ids of replicas that this call shall not meet again. */
  pick(planned: PlannedPool, shape: CallShape, tried: ReadonlySet<string>): Replica | PickFailure;
  begin(planned: PlannedPool, replica: Replica, shape: CallShape): Ticket;
  view(replicaId: string): ReplicaView;
  /** Under way there now, of this worker and, as far as it was told, of the others. */
  callsAt(replicaId: string): number;
  /** null when nothing happened since the last one. */
  takeReport(): WorkerReport | null;
  applyView(view: RouterView): void;
}

export interface RouterOptions {
  /** Monotonic milliseconds. */
  now: () => number;
  random: () => number;
  costOf: CostOf;
}

/** Reports stay small; what is left out is learned again. */
const maxReportedPrefixes = 256;

export function createRouter({ now, random, costOf }: RouterOptions): Router {
  let projects = new Map<string, PoolNames>();
  let prewarms = new Map<string, boolean>();
  const tallies = new Map<string, ReplicaTally>();
  const views = new Map<string, ReplicaView>();
  const turns = new Map<string, Turns>();
  const prefixes = createPrefixIndex();
  let learned: [string, number[]][] = [];

  const tallyOf = (id: string): ReplicaTally => {
    const tally = tallies.get(id) ?? createReplicaTally();
    tallies.set(id, tally);
    return tally;
  };
  const viewOf = (id: string): ReplicaView => views.get(id) ?? unknownReplica;
  const turnsOf = (pool: Pool): Turns => {
    const known = turns.get(pool.id) ?? { next: Math.floor(random() * 1_024), credits: new Map() };
    turns.set(pool.id, known);
    return known;
  };
  const isOpen = (replica: Replica): boolean => {
    const view = viewOf(replica.id);
    if (replica.drain || !view.healthy || view.warming || view.breaker === "open") return false;
    return view.breaker === "closed" || (view.mayProbe && tallyOf(replica.id).calls === 0);
  };

  return {
    setPools(given) {
      const isFirst = prewarms.size === 0;
      const before = prewarms;
      projects = new Map(given.map(({ projectId, pools }) => [projectId, namePools(pools)]));
      prewarms = prewarmsOf(given);
      for (const [id, prewarm] of prewarms) {
        // Until the primary says that it is warm.
        if (prewarm && !isFirst && !before.has(id)) views.set(id, { ...unknownReplica, warming: true });
      }
      for (const id of views.keys()) if (!prewarms.has(id)) views.delete(id);
      for (const [id, tally] of tallies) if (!prewarms.has(id) && tally.calls === 0) tallies.delete(id);
      prefixes.keep((id) => prewarms.has(id) || tallies.has(id));
    },
    plan: (shape) => planCall(projects.get(shape.projectId) ?? namePools([]), shape, costOf),
    pick({ pool, replicas }, shape, tried) {
      const untried = replicas.filter(({ id }) => !tried.has(id));
      if (untried.length === 0) return "tried";
      const candidates: Candidate[] = [];
      for (const replica of untried) {
        if (isOpen(replica)) candidates.push({ replica, own: tallyOf(replica.id), view: viewOf(replica.id) });
      }
      const chosen = chooseReplica(pool, shape, candidates, { random, turns: turnsOf(pool), prefixes });
      return chosen?.replica ?? "unhealthy";
    },
    begin({ pool }, replica, shape) {
      let unread = shape.promptTokens;
      if (pool.strategy === "prefix_affinity" && shape.prefixHashes.length > 0) {
        unread = unreadTokens(shape, prefixes, replica.id);
        prefixes.remember(shape.prefixHashes, replica.id);
        if (learned.length < maxReportedPrefixes) learned.push([replica.id, [...shape.prefixHashes]]);
      }
      return tallyOf(replica.id).begin(shape, unread, now);
    },
    view: viewOf,
    callsAt: (id) => (tallies.get(id)?.calls ?? 0) + viewOf(id).otherCalls,
    takeReport() {
      const replicas = takeReports(tallies);
      if (learned.length === 0 && Object.keys(replicas).length === 0) return null;
      const report = { replicas, prefixes: learned };
      learned = [];
      return report;
    },
    applyView(given) {
      for (const [id, view] of Object.entries(given.replicas)) {
        views.set(id, view);
        const cacheTokens = view.load?.cacheTokens;
        if (cacheTokens !== undefined) prefixes.limit(id, cacheTokens);
      }
      for (const [replicaId, hashes] of given.prefixes) prefixes.remember(hashes, replicaId);
    },
  };
}

function takeReports(tallies: ReadonlyMap<string, ReplicaTally>): WorkerReport["replicas"] {
  const reports: WorkerReport["replicas"] = {};
  for (const [id, tally] of tallies) {
    const report = tally.take();
    if (report !== null) reports[id] = report;
  }
  return reports;
}

/** By replica, whether a new one has to be warm before it gets traffic. */
function prewarmsOf(projects: GatewaySnapshot["projects"]): Map<string, boolean> {
  const pools = projects.flatMap((project) => project.pools);
  return new Map(
    pools.flatMap(({ health, replicas }) => replicas.map(({ id }) => [id, health.prewarm > 0] as const)),
  );
}
