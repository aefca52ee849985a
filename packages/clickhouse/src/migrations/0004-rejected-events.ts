import type { Migration } from "../migrate.ts";

/** What was refused, with its reason and the event as it came (at most 64 KiB); kept for 30 days. */
export const rejectedEvents: Migration = {
  id: 4,
  name: "rejected-events",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS rejected_events ${onCluster} (
      project_id LowCardinality(String),
      received_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      event_id String CODEC(ZSTD(1)),
      source LowCardinality(String),
      stage LowCardinality(String),
      code LowCardinality(String),
      reason String CODEC(ZSTD(1)),
      raw String CODEC(ZSTD(3)),
      row_version UInt64
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version")}
    PARTITION BY toYYYYMM(received_at)
    ORDER BY (project_id, received_at, event_id)
    TTL toDateTime(received_at) + INTERVAL 30 DAY
    SETTINGS non_replicated_deduplication_window = 10000`,
  ],
};
