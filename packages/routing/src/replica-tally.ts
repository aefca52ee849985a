import type { CallOutcome, TokenUsage } from "@plumbline/contracts/gateway-call";
import type { CallShape } from "./call-shape.ts";
import type { Ticket } from "./router.ts";
import { type ReplicaReport, type Verdict, verdictOf } from "./router-view.ts";

/** What one worker has under way at one replica, and what ended since it last told. */
export interface ReplicaTally {
  readonly tokens: number;
  readonly calls: number;
  /** `unread`: tokens of the prompt that are not in the replica's cache. */
  begin(shape: CallShape, unread: number, now: () => number): Ticket;
  /** null when there is nothing new. */
  take(): ReplicaReport | null;
}

/** Until answers of this replica were seen. */
const assumedOutputTokens = 256;
const smoothing = 0.1;

export function createReplicaTally(): ReplicaTally {
  let tokens = 0;
  let calls = 0;
  let usualOutput = assumedOutputTokens;
  let news = emptyReport();
  let isNew = false;

  const conclude = (
    verdict: Verdict,
    startedAt: number,
    endedAt: number,
    usage: TokenUsage | undefined,
  ): void => {
    const last = news.verdicts.at(-1);
    if (last?.[0] === verdict) last[1] += 1;
    else news.verdicts.push([verdict, 1]);
    news.ended += 1;
    news.endedMs += endedAt - startedAt;
    news.inputTokens += usage?.input ?? 0;
    if (usage?.output === undefined) return;
    news.outputTokens += usage.output;
    usualOutput += smoothing * (usage.output - usualOutput);
  };

  return {
    get tokens() {
      return tokens;
    },
    get calls() {
      return calls;
    },
    begin(shape, unread, now) {
      const startedAt = now();
      let left = unread + Math.min(shape.maxTokens ?? usualOutput, usualOutput);
      let isAnswering = false;
      let isOver = false;
      tokens += left;
      calls += 1;
      isNew = true;
      return {
        firstToken() {
          if (isAnswering || isOver) return;
          isAnswering = true;
          // The prompt has been read; what is left is the answer.
          tokens -= unread;
          left -= unread;
          news.firstTokens += 1;
          news.firstTokenMs += now() - startedAt;
          isNew = true;
        },
        end(outcome: CallOutcome, usage) {
          if (isOver) return;
          isOver = true;
          calls -= 1;
          tokens = calls === 0 ? 0 : tokens - left;
          conclude(verdictOf(outcome), startedAt, now(), usage);
          isNew = true;
        },
      };
    },
    take() {
      if (!isNew) return null;
      const report = { ...news, tokens, calls };
      news = emptyReport();
      isNew = false;
      return report;
    },
  };
}

function emptyReport(): ReplicaReport {
  return {
    tokens: 0,
    calls: 0,
    verdicts: [],
    firstTokens: 0,
    firstTokenMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    ended: 0,
    endedMs: 0,
  };
}
