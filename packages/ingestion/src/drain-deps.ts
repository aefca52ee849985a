import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { PriceBook } from "@plumbline/pricing/price-book";
import type { TokenCounter } from "./count-tokens/token-counter.ts";
import type { Patience } from "./insert-rows.ts";
import type { StageClock } from "./stage-clock.ts";

/** What draining needs; no clock, since a replay must repeat the same bytes. */
export interface DrainDeps {
  clickhouse: ClickHouse;
  book: PriceBook;
  counter: TokenCounter;
  stages: StageClock;
  patience: Patience;
}
