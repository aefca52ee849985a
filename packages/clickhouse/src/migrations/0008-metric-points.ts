import type { Migration } from "../migrate.ts";

/** Data points as clients sent them; the same point again replaces itself. Kept for 90 days at most. */
export const metricPoints: Migration = {
  id: 8,
  name: "metric-points",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS metric_points ${onCluster} (
      project_id LowCardinality(String),
      metric_name LowCardinality(String),
      time DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      series String CODEC(ZSTD(1)),
      start_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
      unit LowCardinality(String),
      kind LowCardinality(String),
      temporality LowCardinality(String),
      monotonic UInt8,
      value Nullable(Float64) CODEC(ZSTD(1)),
      count Nullable(UInt64) CODEC(ZSTD(1)),
      sum Nullable(Float64) CODEC(ZSTD(1)),
      min Nullable(Float64) CODEC(ZSTD(1)),
      max Nullable(Float64) CODEC(ZSTD(1)),
      bounds Array(Float64) CODEC(ZSTD(1)),
      bucket_counts Array(UInt64) CODEC(ZSTD(1)),
      attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      received_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1))
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version")}
    PARTITION BY toYYYYMM(time)
    ORDER BY (project_id, metric_name, time, series)
    TTL toDateTime(time) + INTERVAL 90 DAY
    SETTINGS non_replicated_deduplication_window = 10000`,
  ],
};
