import { type FreezeLimits, type FrozenBatch, type JournalOptions, openJournal } from "./journal.ts";

/**
 * Empties a journal that no process writes to any more. A batch counts as stored, and is released, when
 * the consumer asks for the next; leaving the loop early keeps the rest, and the last batch given out.
 */
export async function* drainDirectory(
  options: JournalOptions,
  limits: FreezeLimits,
): AsyncGenerator<FrozenBatch, void, void> {
  const journal = await openJournal(options);
  try {
    for (;;) {
      const batch = await journal.freeze(limits);
      if (!batch) return;
      yield batch;
      await journal.release(batch.id);
    }
  } finally {
    await journal.close();
  }
}
