import type { Migration } from "../migrate.ts";

/**
 * What prices depend on beyond the counts, so that a cost can be computed again from the row alone, and a
 * place for new prices on their way into `spans`. NULL tokens are unknown.
 */
export const prices: Migration = {
  id: 10,
  name: "prices",
  statements: ({ engine, onCluster }) => [
    `ALTER TABLE spans ${onCluster}
      ADD COLUMN IF NOT EXISTS input_image_tokens Nullable(UInt64) AFTER output_audio_tokens,
      ADD COLUMN IF NOT EXISTS output_image_tokens Nullable(UInt64) AFTER input_image_tokens,
      ADD COLUMN IF NOT EXISTS service_tier LowCardinality(String) AFTER response_id`,

    `CREATE TABLE IF NOT EXISTS span_repricing ${onCluster} (
      project_id LowCardinality(String),
      batch_id String,
      start_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
      trace_id String CODEC(ZSTD(1)),
      span_id String CODEC(ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1)),
      cost Nullable(Decimal(18, 12)),
      input_cost Nullable(Decimal(18, 12)),
      output_cost Nullable(Decimal(18, 12)),
      cost_details Map(LowCardinality(String), Decimal(18, 12)),
      cost_source LowCardinality(String),
      rate_card_id LowCardinality(String),
      billable Bool,
      billable_reason LowCardinality(String),
      written_at DateTime DEFAULT now()
    )
    ENGINE = ${engine("MergeTree")}
    ORDER BY (project_id, batch_id, start_time)
    TTL written_at + INTERVAL 1 HOUR`,
  ],
};
