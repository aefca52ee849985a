import type { Migration } from "../migrate.ts";

/** Scores are replaced by id; `row_version` is the event time in microseconds, so the latest word wins. */
export const scores: Migration = {
  id: 3,
  name: "scores",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS scores ${onCluster} (
      project_id LowCardinality(String),
      id String CODEC(ZSTD(1)),
      timestamp DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      trace_id String CODEC(ZSTD(1)),
      observation_id String CODEC(ZSTD(1)),
      session_id String CODEC(ZSTD(1)),
      dataset_run_id String CODEC(ZSTD(1)),
      name LowCardinality(String),
      source LowCardinality(String),
      data_type LowCardinality(String),
      value Nullable(Float64),
      string_value String CODEC(ZSTD(1)),
      comment String CODEC(ZSTD(1)),
      environment LowCardinality(String),
      metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      config_id String CODEC(ZSTD(1)),
      queue_id String CODEC(ZSTD(1)),
      author_user_id String CODEC(ZSTD(1)),
      created_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      updated_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1)),
      is_deleted UInt8,
      INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX timestamp_range timestamp TYPE minmax GRANULARITY 1
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version, is_deleted")}
    ORDER BY (project_id, id)
    SETTINGS non_replicated_deduplication_window = 10000`,
  ],
};
