import type { Migration } from "../migrate.ts";

/**
 * A refused event is one row however often its client sends it again; every time it came is a row of
 * `dead_letter_arrivals`. What older processes still write to `rejected_events` flows over; what lay there
 * is copied. How long both are kept is the project's to say; the TTL is the most that it can say.
 */
export const deadLetters: Migration = {
  id: 13,
  name: "dead-letters",
  statements: ({ engine, onCluster }) => [
    `CREATE TABLE IF NOT EXISTS dead_letters ${onCluster} (
      project_id LowCardinality(String),
      event_id String CODEC(ZSTD(1)),
      received_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      source LowCardinality(String),
      stage LowCardinality(String),
      code LowCardinality(String),
      reason String CODEC(ZSTD(1)),
      raw String CODEC(ZSTD(3)),
      raw_size UInt64 CODEC(ZSTD(1)),
      door LowCardinality(String),
      body String CODEC(ZSTD(3)),
      body_size UInt64 CODEC(ZSTD(1)),
      row_version UInt64,
      replay_id String CODEC(ZSTD(1)),
      replayed Bool
    )
    ENGINE = ${engine("ReplacingMergeTree", "row_version")}
    ORDER BY (project_id, event_id)
    TTL toDateTime(received_at) + INTERVAL 91 DAY
    SETTINGS non_replicated_deduplication_window = 10000`,
    `CREATE TABLE IF NOT EXISTS dead_letter_arrivals ${onCluster} (
      project_id LowCardinality(String),
      received_at DateTime64(6, 'UTC') CODEC(ZSTD(1)),
      event_id String CODEC(ZSTD(1)),
      source LowCardinality(String),
      stage LowCardinality(String),
      code LowCardinality(String),
      reason String CODEC(ZSTD(1))
    )
    ENGINE = ${engine("ReplacingMergeTree")}
    PARTITION BY toYYYYMM(received_at)
    ORDER BY (project_id, received_at, event_id)
    TTL toDateTime(received_at) + INTERVAL 91 DAY
    SETTINGS non_replicated_deduplication_window = 10000`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS rejected_events_moved ${onCluster} TO dead_letters AS
      ${letters}`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS rejected_events_arrived ${onCluster} TO dead_letter_arrivals AS
      ${arrivals}`,
    `INSERT INTO dead_letters (project_id, event_id, received_at, source, stage, code, reason, raw, raw_size,
      row_version, replay_id, replayed) ${letters}`,
    `INSERT INTO dead_letter_arrivals (project_id, received_at, event_id, source, stage, code, reason)
      ${arrivals}`,
  ],
};

/** A first refusal had version 1 and is now as old as its arrival; what was cut at 64 KiB was longer. */
const letters = `SELECT project_id, event_id, received_at, source, stage, code, reason, raw,
        toUInt64(lengthUTF8(raw) + (length(raw) >= 65536)) AS raw_size,
        if(row_version = 1, toUInt64(toUnixTimestamp64Milli(received_at)) * 2, row_version) AS row_version,
        replay_id, replayed
      FROM rejected_events`;
const arrivals = `SELECT project_id, received_at, event_id, source, stage, code, reason FROM rejected_events`;
