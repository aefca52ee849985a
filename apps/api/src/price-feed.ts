import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { Db } from "@plumbline/db/client";
import { type CustomPrice, customPriceKinds } from "@plumbline/pricing/custom-price";
import type { Logger } from "@plumbline/runtime/logger";
import { readAllCustomPrices } from "@plumbline/services/custom-price";
import { z } from "zod";

export interface PriceFeed {
  /** Read from the database, else from the file, when the feed was opened. */
  readonly current: readonly CustomPrice[];
  /** Looks for changes from now on. */
  watch(onChange: (prices: readonly CustomPrice[]) => void): void;
  close(): void;
}

interface PriceFeedOptions {
  db: Db;
  /** The last known prices, so that a start without PostgreSQL prices as before. */
  file: string;
  logger: Logger;
  intervalMs?: number;
}

const amounts = z.partialRecord(z.enum(customPriceKinds), z.string());

const stored = z.array(
  z.object({
    id: z.string(),
    projectId: z.string(),
    modelPattern: z.string(),
    isRegex: z.boolean().exactOptional(),
    provider: z.string().nullable(),
    prices: amounts,
    tiers: z.array(z.object({ aboveInputTokens: z.number(), prices: amounts })).exactOptional(),
    validFromUs: z.number(),
  }),
);

/** A few rows every few seconds for a whole process; pricing an event asks nobody. */
export async function openPriceFeed(options: PriceFeedOptions): Promise<PriceFeed> {
  const { db, file, logger, intervalMs = 4_000 } = options;
  let current: readonly CustomPrice[] = readSnapshot(file) ?? [];
  let known = JSON.stringify(current);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const refresh = async (): Promise<boolean> => {
    const prices = await readAllCustomPrices(db);
    const text = JSON.stringify(prices);
    if (text === known) return false;
    current = prices;
    known = text;
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return true;
  };

  await refresh().catch((error: unknown) => {
    logger.warn({ err: error, prices: current.length }, "custom prices are those of the last start");
  });
  return {
    get current() {
      return current;
    },
    watch(onChange) {
      const again = async (): Promise<void> => {
        try {
          if (await refresh()) onChange(current);
        } catch (error) {
          logger.warn({ err: error }, "custom prices could not be read");
        }
        if (!closed) timer = setTimeout(() => void again(), intervalMs);
      };
      timer = setTimeout(() => void again(), intervalMs);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** null when there is none that can be read. */
function readSnapshot(file: string): readonly CustomPrice[] | null {
  try {
    return stored.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
