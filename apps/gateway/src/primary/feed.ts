import { type GatewaySnapshot, gatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import { gatewayFeedToken } from "@plumbline/runtime/gateway-secret";
import type { Logger } from "@plumbline/runtime/logger";
import { uncompressed } from "@plumbline/runtime/uncompressed";
import { readSnapshot, writeSnapshot } from "../snapshot/snapshot-file.ts";

interface FeedOptions {
  /** Of the API. */
  url: string;
  pepper: string;
  /** Where the last snapshot is kept, sealed. */
  file: string;
  logger: Logger;
  /** Secrets are sealed in it. */
  onSnapshot: (snapshot: GatewaySnapshot) => void;
}

/** Longer than the API makes a question wait. */
const answerTimeoutMs = 40_000;
const firstPauseMs = 200;
const longestPauseMs = 2_000;

/**
 * Asks the API for what to serve by, again and again; it answers when there is news. What came last lies on
 * the disk and is served until the API speaks, however long that takes.
 */
export function followFeed(options: FeedOptions): { stop(): Promise<void> } {
  const { logger, file, pepper } = options;
  const stopping = new AbortController();
  const kept = readSnapshot(file, pepper);
  if (kept !== null) options.onSnapshot(kept);

  const take = (snapshot: GatewaySnapshot): void => {
    options.onSnapshot(snapshot);
    try {
      writeSnapshot(file, snapshot, pepper);
    } catch (error) {
      logger.warn({ err: error }, "the snapshot could not be kept on disk");
    }
  };
  const run = async (): Promise<void> => {
    let version = kept?.version;
    let pauseMs = firstPauseMs;
    let isAway = false;
    while (!stopping.signal.aborted) {
      try {
        const snapshot = await ask(options, version, stopping.signal);
        if (isAway) logger.info("the API is back");
        isAway = false;
        pauseMs = firstPauseMs;
        if (snapshot === null) continue;
        version = snapshot.version;
        take(snapshot);
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (!isAway)
          logger.warn({ reason: reasonOf(error) }, "the API is away; what was told last is served");
        isAway = true;
        await pause(pauseMs, stopping.signal);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** null: nothing new. */
async function ask(
  { url, pepper }: FeedOptions,
  version: string | undefined,
  signal: AbortSignal,
): Promise<GatewaySnapshot | null> {
  const answer = await fetch(new URL("/internal/gateway/snapshot", url), {
    headers: {
      ...uncompressed,
      authorization: `Bearer ${gatewayFeedToken(pepper)}`,
      ...(version === undefined ? {} : { "if-none-match": `"${version}"` }),
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  });
  if (answer.status === 304) return null;
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new Error(`the API answered ${answer.status}`);
  }
  return gatewaySnapshot.parse(await answer.json());
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal.addEventListener("abort", done, { once: true });
  });
}
