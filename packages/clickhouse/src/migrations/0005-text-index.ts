import type { Migration } from "../migrate.ts";

const columns = ["input", "output"];

/**
 * Words of input and output in any case, for the search of traces. Queries have to name the same
 * expression. What is stored already is indexed in the background, so a start does not wait for it.
 */
export const textIndex: Migration = {
  id: 5,
  name: "text-index",
  statements: ({ onCluster }) => [
    ...columns.map(
      (column) => `ALTER TABLE span_io ${onCluster} ADD INDEX IF NOT EXISTS ${column}_words
        lowerUTF8(${column}) TYPE text(tokenizer = 'splitByNonAlpha')`,
    ),
    `ALTER TABLE span_io ${onCluster} ${columns.map((column) => `MATERIALIZE INDEX ${column}_words`).join(", ")}
      SETTINGS mutations_sync = 0`,
  ],
};
