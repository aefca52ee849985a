import type { Migration } from "../migrate.ts";

/** Read by every chart: bits that no count needs are left out, which costs no time. */
const countsOfCharts = ["input_tokens", "output_tokens", "total_tokens"];
const otherCounts = [
  "cache_read_tokens",
  "cache_write_5m_tokens",
  "cache_write_1h_tokens",
  "reasoning_tokens",
  "input_audio_tokens",
  "output_audio_tokens",
  "input_image_tokens",
  "output_image_tokens",
];
/** Few queries read them, so that the time of a better compression counts for little. */
const seldomRead = [
  "usage_details",
  "cost_details",
  "input_cost",
  "output_cost",
  "finish_reasons",
  "usage_source",
  "cost_source",
  "rate_card_id",
  "billable_reason",
];
const previews = ["input_preview", "output_preview"];

const codecs = [
  ...countsOfCharts.map((column) => [column, "T64, LZ4"]),
  ...otherCounts.map((column) => [column, "T64, ZSTD(1)"]),
  ...seldomRead.map((column) => [column, "ZSTD(1)"]),
  ...previews.map((column) => [column, "ZSTD(3)"]),
  // Spans of one request carry the same time.
  ["received_at", "Delta, ZSTD(1)"],
];

/**
 * A tighter form for what is written from now on, and for older rows when their parts are merged. The text
 * of a span is always asked for by its trace as well, whose index has found the place already.
 */
export const compression: Migration = {
  id: 12,
  name: "compression",
  statements: ({ onCluster }) => [
    `ALTER TABLE spans ${onCluster}
      ${codecs.map(([column, codec]) => `MODIFY COLUMN ${column} CODEC(${codec})`).join(",\n      ")}`,
    `ALTER TABLE span_io ${onCluster} MODIFY COLUMN claimed_keys CODEC(ZSTD(1))`,
    // A merge would reserve two megabytes for every column that it writes.
    ...["spans", "span_io"].map(
      (table) =>
        `ALTER TABLE ${table} ${onCluster} MODIFY SETTING min_columns_to_activate_adaptive_write_buffer = 10`,
    ),
    `ALTER TABLE span_io ${onCluster} DROP INDEX IF EXISTS span_id_bloom SETTINGS mutations_sync = 0`,
  ],
};
