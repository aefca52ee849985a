import type { Migration } from "../migrate.ts";

/**
 * Which keys of a span's client became fields, as codes of the convention table. Few clients send few shapes,
 * so the dictionary of a part holds them and a row costs a byte or two.
 */
export const claimedKeys: Migration = {
  id: 7,
  name: "claimed-keys",
  statements: ({ onCluster }) => [
    `ALTER TABLE span_io ${onCluster} ADD COLUMN IF NOT EXISTS claimed_keys LowCardinality(String) AFTER attributes`,
  ],
};
