import { type MessagePort, parentPort } from "node:worker_threads";
import { type CountPiece, countTexts } from "./count-tokens/count-text.ts";
import type { Encoding } from "./count-tokens/encoding-of-model.ts";
import type { CountAnswer, CountQuestion } from "./count-tokens/token-counter.ts";

const load: Record<Encoding, () => Promise<{ countTokens: (text: string, options: object) => number }>> = {
  o200k_base: () => import("gpt-tokenizer/encoding/o200k_base"),
  cl100k_base: () => import("gpt-tokenizer/encoding/cl100k_base"),
};

/** Names of control tokens in a text are text. */
const options = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
const loaded = new Map<Encoding, Promise<CountPiece>>();

function pieceCounter(encoding: Encoding): Promise<CountPiece> {
  const known = loaded.get(encoding);
  if (known !== undefined) return known;
  const counter = load[encoding]().then(
    ({ countTokens }): CountPiece =>
      (text) =>
        countTokens(text, options),
  );
  loaded.set(encoding, counter);
  return counter;
}

/** Entry of the thread that counts tokens, one question after the other. */
function run(port: MessagePort): void {
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, sides }: CountQuestion): Promise<void> => {
    const counts: Array<number | null> = [];
    for (const { encoding, texts } of sides) {
      const countPiece = await pieceCounter(encoding);
      try {
        counts.push(countTexts(texts, countPiece));
      } catch {
        // A text that cannot be counted must not stop what lies behind it; it fails alike every time.
        counts.push(null);
      }
    }
    const message: CountAnswer = { id, counts };
    port.postMessage(message);
  };
  port.on("message", (question: CountQuestion) => {
    last = last.then(() => answer(question));
  });
}

if (parentPort !== null) run(parentPort);
