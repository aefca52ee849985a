import type { Migration } from "../migrate.ts";

/** What exponential histograms and summaries have more than the kinds that came first. */
export const metricShapes: Migration = {
  id: 14,
  name: "metric-shapes",
  statements: ({ onCluster }) => [
    `ALTER TABLE metric_points ${onCluster}
      ADD COLUMN IF NOT EXISTS scale Nullable(Int32) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS zero_count UInt64 CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS zero_threshold Float64 CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS positive_offset Int32 CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS positive_counts Array(UInt64) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS negative_offset Int32 CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS negative_counts Array(UInt64) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS quantiles Array(Float64) CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS quantile_values Array(Float64) CODEC(ZSTD(1))`,
  ],
};
