import type { Worker } from "node:worker_threads";
import { startThread } from "../start-thread.ts";
import type { Encoding } from "./encoding-of-model.ts";

/** Texts to be counted together. */
export interface CountedSide {
  encoding: Encoding;
  texts: string[];
}

export interface CountQuestion {
  id: number;
  sides: CountedSide[];
}

export interface CountAnswer {
  id: number;
  /** In the order of the sides; null is unknown. */
  counts: Array<number | null>;
}

export interface TokenCounter {
  /** Rejects when the thread dies over it; asking again is safe. */
  count(sides: CountedSide[]): Promise<CountAnswer["counts"]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(counts: CountAnswer["counts"]): void;
  reject(error: Error): void;
}

/** Counts in a thread of its own, which starts with the first question and keeps nobody alive. */
export function createTokenCounter(entry: URL): TokenCounter {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = startThread(entry, { name: "count" });
    let reason = "exit";
    started.unref();
    started.on("error", (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on("message", ({ id, counts }: CountAnswer) => {
      waiting.get(id)?.resolve(counts);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
    });
    started.once("exit", () => {
      if (thread === started) thread = undefined;
      const error = new Error(`The thread that counts tokens ended: ${reason}`);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return started;
  };

  return {
    count(sides) {
      thread ??= start();
      // While somebody waits the thread must be waited for too.
      thread.ref();
      lastId += 1;
      const question: CountQuestion = { id: lastId, sides };
      const answer = new Promise<CountAnswer["counts"]>((resolve, reject) => {
        waiting.set(question.id, { resolve, reject });
      });
      thread.postMessage(question);
      return answer;
    },
    async close() {
      await thread?.terminate();
    },
  };
}

/** Beside this file in the sources, beside the bundle otherwise. */
export function countThreadEntry(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "../count-thread.ts" : "./count-thread.js", import.meta.url);
}
