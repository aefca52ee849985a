import type { Migration } from "../migrate.ts";

/**
 * Where an attribute or a value of one can be at all: a search for a rare one reads a few granules instead
 * of all. Queries have to name the same expressions. What is stored already is indexed in the background.
 */
export const attributeIndex: Migration = {
  id: 15,
  name: "attribute-index",
  statements: ({ onCluster }) => [
    `ALTER TABLE span_io ${onCluster} ADD INDEX IF NOT EXISTS attribute_keys
      mapKeys(attributes) TYPE bloom_filter(0.01)`,
    `ALTER TABLE span_io ${onCluster} ADD INDEX IF NOT EXISTS attribute_values
      mapValues(attributes) TYPE bloom_filter(0.01)`,
    `ALTER TABLE span_io ${onCluster} MATERIALIZE INDEX attribute_keys, MATERIALIZE INDEX attribute_values
      SETTINGS mutations_sync = 0`,
  ],
};
