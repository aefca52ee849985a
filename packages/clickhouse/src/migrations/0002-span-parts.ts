import type { Migration } from "../migrate.ts";

/**
 * The fold of partial events: one register per field, `max` over (rank, time, hash, value). Rank is 0
 * for a create and 1 for an update, so updates win, then the later event, then the larger hash; any
 * order and any multiplicity of events end in the same registers. Besides fields there are marks:
 * field "e:<event id hash>" counts distinct inputs (the row version), "s:<micros>" remembers every
 * start time under which a row was written.
 */
export const spanParts: Migration = {
  id: 2,
  name: "span-parts",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS span_parts ${onCluster} (
      project_id LowCardinality(String),
      trace_id String CODEC(ZSTD(1)),
      span_id String CODEC(ZSTD(1)),
      field LowCardinality(String),
      register SimpleAggregateFunction(max, Tuple(rank UInt8, time_us Int64, hash UInt64, value String)),
      first_seen SimpleAggregateFunction(min, DateTime('UTC'))
    )
    ENGINE = ${engine("AggregatingMergeTree")}
    ORDER BY (project_id, trace_id, span_id, field)
    SETTINGS non_replicated_deduplication_window = 10000`,
  ],
};
