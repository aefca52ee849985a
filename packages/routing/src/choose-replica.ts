import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { byPrefix } from "./by-prefix.ts";
import type { CallShape } from "./call-shape.ts";
import { loadScore } from "./load-score.ts";
import type { PrefixIndex } from "./prefix-index.ts";
import { rendezvous } from "./rendezvous.ts";
import type { ReplicaView } from "./router-view.ts";

export interface Candidate {
  replica: Replica;
  own: { tokens: number; calls: number };
  view: ReplicaView;
}

export interface ChooseDeps {
  random: () => number;
  /** Of the pool; round robin and weights count on from it. */
  turns: Turns;
  prefixes: PrefixIndex;
}

/** What the strategies that take turns remember of a pool. */
export interface Turns {
  next: number;
  credits: Map<string, number>;
}

/** One of the candidates, of which there is at least one, by the pool's strategy. */
export function chooseReplica(
  pool: Pool,
  shape: CallShape,
  candidates: readonly Candidate[],
  deps: ChooseDeps,
): Candidate | undefined {
  const [only] = candidates;
  if (candidates.length <= 1) return only;
  switch (pool.strategy) {
    case "weighted":
      return byWeight(candidates, deps);
    case "round_robin":
      return inTurn(candidates, deps);
    case "least_outstanding":
      return least(candidates, deps, ({ own, view }) => (own.calls + view.otherCalls + 1) / view.share);
    case "lowest_latency":
      // Unknown is tried first; the load keeps a burst from all going to yesterday's fastest.
      return least(candidates, deps, ({ own, view }) =>
        view.firstTokenMs === null ? own.calls : (view.firstTokenMs / view.share) * (1 + own.calls / 8),
      );
    case "two_choices":
      return ofTwo(candidates, deps);
    case "session_affinity":
      return bySession(shape, candidates) ?? ofTwo(candidates, deps);
    case "prefix_affinity":
      return shape.prefixHashes.length === 0
        ? ofTwo(candidates, deps)
        : byPrefix(shape, candidates, deps.prefixes);
  }
}

/** Smooth weighted round robin: each gains its weight, the richest goes and pays the total. */
function byWeight(candidates: readonly Candidate[], { turns }: ChooseDeps): Candidate | undefined {
  let total = 0;
  let best: Candidate | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const { id, weight } = candidate.replica;
    const gain = weight * candidate.view.share;
    const credit = (turns.credits.get(id) ?? 0) + gain;
    turns.credits.set(id, credit);
    total += gain;
    if (credit <= most) continue;
    most = credit;
    best = candidate;
  }
  if (best !== undefined) turns.credits.set(best.replica.id, most - total);
  return best;
}

/** A replica that warms up lets some of its turns pass. */
function inTurn(candidates: readonly Candidate[], { turns, random }: ChooseDeps): Candidate | undefined {
  let candidate: Candidate | undefined;
  for (let tries = 0; tries < candidates.length; tries++) {
    candidate = candidates[turns.next % candidates.length];
    turns.next += 1;
    if (candidate === undefined || candidate.view.share >= 1 || random() < candidate.view.share) break;
  }
  return candidate;
}

/** Ties fall at random, so that idle replicas share. */
function least(
  candidates: readonly Candidate[],
  { random }: ChooseDeps,
  measure: (candidate: Candidate) => number,
): Candidate | undefined {
  let best: Candidate | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  let ties = 0;
  for (const candidate of candidates) {
    const value = measure(candidate);
    if (value > lowest) continue;
    ties = value === lowest ? ties + 1 : 1;
    lowest = value;
    if (random() * ties < 1) best = candidate;
  }
  return best;
}

const scoreOf = ({ own, view }: Candidate): number => loadScore(own, view);

/** The less loaded of two drawn at random: nearly as good as the best, and never everybody's choice at once. */
function ofTwo(candidates: readonly Candidate[], deps: ChooseDeps): Candidate | undefined {
  const first = Math.floor(deps.random() * candidates.length);
  const second = (first + 1 + Math.floor(deps.random() * (candidates.length - 1))) % candidates.length;
  const drawn = [candidates[first], candidates[second]].filter((candidate) => candidate !== undefined);
  return least(drawn, deps, scoreOf);
}

function bySession(shape: CallShape, candidates: readonly Candidate[]): Candidate | undefined {
  return shape.sessionKey === undefined ? undefined : rendezvous(shape.sessionKey, candidates);
}
