import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { Journal } from "@plumbline/journal/journal";
import type { MediaStore } from "@plumbline/media-store/media-store";
import type { Clock } from "@plumbline/runtime/clock";
import type { Readiness } from "@plumbline/runtime/health";
import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import type { ApiEnv } from "./env.ts";
import type { BodyReader } from "./http/body.ts";
import type { ScoreConfigCache } from "./score-config-cache.ts";

/** Everything that routes use; built once in main.ts, and by tests. */
export interface ApiDeps {
  db: Db;
  clickhouse: ClickHouse;
  journal: Pick<Journal, "append">;
  media: MediaStore;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** Hashes API keys, see services/api-key, and signs the addresses of media. */
  pepper: string;
  limits: Pick<
    ApiEnv,
    | "API_MAX_COMPRESSED_BYTES"
    | "API_MAX_INFLATED_BYTES"
    | "API_MAX_BUFFERED_BYTES"
    | "API_MAX_DEPTH"
    | "MEDIA_MAX_BYTES"
    | "API_MAX_INFLATE_RATIO"
    | "API_RATE_LIMIT_PER_KEY"
    | "API_RATE_LIMIT_PER_ADDRESS"
    | "API_RATE_LIMIT_SECONDS"
    | "API_TRUSTED_PROXIES"
  >;
  isReady: () => Promise<Readiness>;
}

/** What a route receives. */
export interface RouteDeps extends ApiDeps {
  bodies: BodyReader;
  scoreConfigs: ScoreConfigCache;
}

/** What reading the events of a body takes. */
export type DecodeDeps = Pick<RouteDeps, "clock" | "metrics"> & {
  limits: Pick<RouteDeps["limits"], "API_MAX_DEPTH">;
};
