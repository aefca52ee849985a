import { PrismaPg } from "@prisma/adapter-pg";
import { toPlumblineError } from "./errors.ts";
import { PrismaClient } from "./generated/client.ts";

export interface CreateDbOptions {
  url: string;
  /** Connections of this process; 10 when absent. */
  maxConnections?: number;
  /** How long a query waits for a connection before it fails as `unavailable`; 5 s when absent. */
  connectTimeoutMs?: number;
  /** A statement is given up after this, by a server that hangs too; 30 s when absent. */
  statementTimeoutMs?: number;
}

export type Db = ReturnType<typeof createDb>;

/**
 * Connects at the first query; close it with `$disconnect()`. Every call throws PlumblineError
 * `unavailable` when PostgreSQL is away, `conflict` when a unique value is taken.
 */
export function createDb(options: CreateDbOptions) {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const adapter = new PrismaPg(
    {
      connectionString: options.url,
      max: options.maxConnections ?? 10,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 1_000,
      keepAlive: true,
      application_name: "plumbline",
    },
    // The pool replaces a connection that drops while idle; without a listener it would end the process.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({ adapter, errorFormat: "minimal" }).$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw toPlumblineError(error);
        }
      },
    },
  });
}

export type {
  ActorType,
  ApiKey,
  AuditEntry,
  Comment,
  CustomPrice,
  Dataset,
  DatasetItemVersion,
  DatasetRun,
  DatasetRunItem,
  GatewayConfigVersion,
  IngestStatus,
  Invitation,
  Media,
  Membership,
  Organization,
  OutboxEvent,
  PriceRecompute,
  Project,
  ProjectMembership,
  Prompt,
  ReplayRequest,
  ReviewItem,
  Role,
  SavedView,
  ScoreConfig,
  TraceDeletion,
  TraceShare,
  User,
} from "./generated/client.ts";
export { Prisma } from "./generated/client.ts";
