import { setTimeout as sleep } from "node:timers/promises";
import type { Conversation } from "../script/conversation.ts";

export interface TrafficOptions {
  script: Iterable<Conversation>;
  /** Rejects only for what nobody foresaw. */
  play: (conversation: Conversation) => Promise<void>;
  failed: (error: unknown) => void;
  signal: AbortSignal;
}

/** Beyond it conversations are left out: a product that is slow is not pushed over. */
const mostAtOnce = 60;

/** Begins one conversation after another in the script's own time; resolves when all are over. */
export async function runTraffic({ script, play, failed, signal }: TrafficOptions): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (const conversation of script) {
    const isOver = await sleep(conversation.gapMs, false, { signal }).catch(() => true);
    if (isOver) break;
    if (underWay.size >= mostAtOnce) continue;
    const playing: Promise<void> = play(conversation)
      .catch((error: unknown) => {
        if (!signal.aborted) failed(error);
      })
      .finally(() => underWay.delete(playing));
    underWay.add(playing);
  }
  await Promise.all(underWay);
}
