import type { Migration } from "../migrate.ts";

/** Which replay tried a refused event again last, and whether it was taken then. */
export const replays: Migration = {
  id: 11,
  name: "replays",
  statements: ({ onCluster }) => [
    `ALTER TABLE rejected_events ${onCluster}
      ADD COLUMN IF NOT EXISTS replay_id String DEFAULT '' CODEC(ZSTD(1)),
      ADD COLUMN IF NOT EXISTS replayed Bool DEFAULT false`,
  ],
};
