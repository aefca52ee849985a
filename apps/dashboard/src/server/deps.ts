import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { createDb, type Db } from "@plumbline/db/client";
import { createMailer, type Mailer } from "@plumbline/mail/mailer";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger, type Logger } from "@plumbline/runtime/logger";
import { createMetrics, type Histogram, type Metrics } from "@plumbline/runtime/metrics";
import type { ServiceContext } from "@plumbline/services/context";
import { getEnv } from "./env.ts";
import { createTraceHub, type TraceHub } from "./live/watch-traces.ts";

export interface Deps {
  db: Db;
  clickhouse: ClickHouse;
  /** null where no mail server is set up. */
  mailer: Mailer | null;
  logger: Logger;
  metrics: Metrics;
  procedureSeconds: Histogram<"procedure" | "code">;
  /** Reads once for everybody who watches the same list. */
  traceHub: TraceHub;
}

const key = Symbol.for("plumbline.dashboard.deps");
const holder: typeof globalThis & { [key]?: Deps } = globalThis;

/** Pages and handlers are bundled apart and would each build their own; the process has one. */
export function getDeps(): Deps {
  holder[key] ??= createDeps();
  return holder[key];
}

function createDeps(): Deps {
  const env = getEnv();
  const metrics = createMetrics({ process: "dashboard" });
  return {
    db: createDb({ url: env.DATABASE_URL }),
    clickhouse: createClickHouse({ url: env.CLICKHOUSE_URL }),
    mailer: env.SMTP_URL ? createMailer({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }) : null,
    logger: createLogger({ name: "dashboard", level: env.LOG_LEVEL }),
    metrics,
    traceHub: createTraceHub(() => ({
      ...systemDeps("live-tail"),
      actor: { type: "system", name: "live-tail" },
    })),
    procedureSeconds: metrics.histogram({
      name: "plumbline_dashboard_procedure_seconds",
      help: "Time to answer one procedure of the dashboard.",
      labelNames: ["procedure", "code"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
  };
}

/** For what nobody in particular asks: signing up, opening a link. */
export function systemDeps(requestId: string): Omit<ServiceContext, "actor"> {
  const { db, clickhouse, logger } = getDeps();
  return { db, clickhouse, clock: systemClock, requestId, logger: logger.child({ requestId }) };
}

/** With a signal the reads of ClickHouse end when the reader leaves. */
export function serviceContext(userId: string, requestId: string, signal?: AbortSignal): ServiceContext {
  const deps = systemDeps(requestId);
  return {
    ...deps,
    actor: { type: "user", userId },
    clickhouse: signal === undefined ? deps.clickhouse : deps.clickhouse.until(signal),
  };
}
