import { join } from "node:path";
import type { NextConfig } from "next";

const workspaceRoot = join(import.meta.dirname, "../..");

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
];

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: workspaceRoot,
  turbopack: { root: workspaceRoot },
  poweredByHeader: false,
  reactStrictMode: true,
  transpilePackages: [
    "@plumbline/access",
    "@plumbline/clickhouse",
    "@plumbline/contracts",
    "@plumbline/db",
    "@plumbline/egress",
    "@plumbline/filters",
    "@plumbline/mail",
    "@plumbline/pricing",
    "@plumbline/providers",
    "@plumbline/routing",
    "@plumbline/runtime",
    "@plumbline/services",
  ],
  serverExternalPackages: [
    "@clickhouse/client",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "bullmq",
    "pg",
    "pino",
    "prom-client",
    "undici",
  ],
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
