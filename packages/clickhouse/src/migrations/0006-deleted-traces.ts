import type { Migration } from "../migrate.ts";

/**
 * Traces that nobody shall see: every read leaves them out, so that they vanish at once, come back when
 * the deletion is undone, and stay away when a late event would write them anew.
 */
export const deletedTraces: Migration = {
  id: 6,
  name: "deleted-traces",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS deleted_traces ${onCluster} (
      project_id LowCardinality(String),
      trace_id String CODEC(ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1)),
      is_deleted UInt8
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version, is_deleted")}
    ORDER BY (project_id, trace_id)`,
  ],
};
