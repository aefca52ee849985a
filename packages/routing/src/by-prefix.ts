import type { CallShape } from "./call-shape.ts";
import type { Candidate } from "./choose-replica.ts";
import { charactersPerToken, charactersTo } from "./prefix-hashes.ts";
import type { PrefixIndex } from "./prefix-index.ts";
import { rendezvous } from "./rendezvous.ts";
import { queuedTokens } from "./work-ahead.ts";

/** Replicas whose cost differs by less than this share of the prompt are taken for equal. */
const equalShare = 0.25;
/** Of those that are equal, none is asked that has more calls than half again the fewest, and these. */
const callsRatio = 1.5;
const callsBeyond = 4;

/** Tokens of the prompt that the replica has to read because they are not in its cache. */
export function unreadTokens(shape: CallShape, prefixes: PrefixIndex, replicaId: string): number {
  const known = prefixes.match(shape.prefixHashes, replicaId);
  return Math.max(0, shape.promptTokens - charactersTo(known) / charactersPerToken);
}

/**
 * Where the least has to be read and written before the call's own first token: the work that lies before it
 * there, and what of its prompt is not in that cache. Both are tokens, so no pace is needed, which would
 * swing with what is cached. Equals are told apart by rendezvous hashing of the prompt's beginning: workers
 * that know nothing of each other yet agree, and a beginning that two replicas have goes back to one of them.
 */
export function byPrefix(
  shape: CallShape,
  candidates: readonly Candidate[],
  prefixes: PrefixIndex,
): Candidate | undefined {
  const priced = candidates.map((candidate) => {
    const { replica, own, view } = candidate;
    const share = Math.max(view.share, 0.01);
    const tokens = queuedTokens(own, view) + unreadTokens(shape, prefixes, replica.id);
    return { replica, candidate, tokens: tokens / share, calls: (own.calls + view.otherCalls) / share };
  });
  const most = Math.min(...priced.map(({ tokens }) => tokens)) + equalShare * shape.promptTokens;
  const equals = priced.filter(({ tokens }) => tokens <= most);
  const crowd = Math.min(...equals.map(({ calls }) => calls)) * callsRatio + callsBeyond;
  const near = equals.filter(({ calls }) => calls <= crowd);
  return rendezvous(String(shape.prefixHashes[0] ?? ""), near)?.candidate;
}
