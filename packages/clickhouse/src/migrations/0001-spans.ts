import type { Migration } from "../migrate.ts";

/**
 * One narrow row per span; its text lies beside it in span_io under the same key. `start_time` is part
 * of the key: a span whose start time changes is written anew and the old row gets a tombstone.
 * Token columns are inclusive (input contains cache reads and writes, output contains reasoning);
 * NULL is unknown. Costs are USD.
 */
export const spans: Migration = {
  id: 1,
  name: "spans",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS spans ${onCluster} (
      project_id LowCardinality(String),
      trace_id String CODEC(ZSTD(1)),
      span_id String CODEC(ZSTD(1)),
      parent_span_id String CODEC(ZSTD(1)),
      start_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
      end_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
      completion_start_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
      kind LowCardinality(String),
      name LowCardinality(String),
      level LowCardinality(String),
      status_message String CODEC(ZSTD(1)),
      error_class LowCardinality(String),
      environment LowCardinality(String),
      release LowCardinality(String),
      version LowCardinality(String),
      service_name LowCardinality(String),
      scope_name LowCardinality(String),
      source LowCardinality(String),
      trace_name LowCardinality(String),
      user_id String CODEC(ZSTD(1)),
      session_id String CODEC(ZSTD(1)),
      feature LowCardinality(String),
      tags Array(LowCardinality(String)),
      public Bool,
      provider LowCardinality(String),
      model_requested LowCardinality(String),
      model_used LowCardinality(String),
      model_parameters String CODEC(ZSTD(1)),
      prompt_name LowCardinality(String),
      prompt_version Nullable(UInt32),
      response_id String CODEC(ZSTD(1)),
      finish_reasons Array(LowCardinality(String)),
      input_tokens Nullable(UInt64),
      output_tokens Nullable(UInt64),
      total_tokens Nullable(UInt64),
      cache_read_tokens Nullable(UInt64),
      cache_write_5m_tokens Nullable(UInt64),
      cache_write_1h_tokens Nullable(UInt64),
      reasoning_tokens Nullable(UInt64),
      input_audio_tokens Nullable(UInt64),
      output_audio_tokens Nullable(UInt64),
      usage_details Map(LowCardinality(String), UInt64),
      usage_source LowCardinality(String),
      cost Nullable(Decimal(18, 12)),
      input_cost Nullable(Decimal(18, 12)),
      output_cost Nullable(Decimal(18, 12)),
      cost_details Map(LowCardinality(String), Decimal(18, 12)),
      cost_source LowCardinality(String),
      rate_card_id LowCardinality(String),
      billable Bool,
      billable_reason LowCardinality(String),
      input_preview String CODEC(ZSTD(1)),
      output_preview String CODEC(ZSTD(1)),
      input_bytes UInt32 CODEC(ZSTD(1)),
      output_bytes UInt32 CODEC(ZSTD(1)),
      metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      received_at DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1)),
      is_deleted UInt8,
      INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX span_id_bloom span_id TYPE bloom_filter(0.001) GRANULARITY 1
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version, is_deleted")}
    PARTITION BY toYYYYMM(start_time)
    ORDER BY (project_id, start_time, trace_id, span_id)
    SETTINGS non_replicated_deduplication_window = 10000`,

    `CREATE TABLE IF NOT EXISTS span_io ${onCluster} (
      project_id LowCardinality(String),
      trace_id String CODEC(ZSTD(1)),
      span_id String CODEC(ZSTD(1)),
      start_time DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
      input String CODEC(ZSTD(3)),
      output String CODEC(ZSTD(3)),
      system_instructions String CODEC(ZSTD(3)),
      tool_definitions String CODEC(ZSTD(3)),
      trace_input String CODEC(ZSTD(3)),
      trace_output String CODEC(ZSTD(3)),
      trace_metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
      row_version UInt64 CODEC(ZSTD(1)),
      is_deleted UInt8,
      INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
      INDEX span_id_bloom span_id TYPE bloom_filter(0.001) GRANULARITY 1
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version, is_deleted")}
    PARTITION BY toYYYYMM(start_time)
    ORDER BY (project_id, start_time, trace_id, span_id)
    SETTINGS non_replicated_deduplication_window = 10000`,
  ],
};
