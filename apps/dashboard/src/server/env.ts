import { envFlag, envPort, envUrl, parseEnv, processEnv } from "@plumbline/runtime/env";
import { z } from "zod";

const schema = z.object({
  ...processEnv,
  /** start.mjs listens by these two; here a wrong one is named before anything else starts. */
  DASHBOARD_PORT: envPort(3000),
  DASHBOARD_HOST: z.string().default("0.0.0.0"),
  DATABASE_URL: envUrl(["postgres", "postgresql"]),
  CLICKHOUSE_URL: envUrl(["http", "https"]),
  /** Signs session tokens. */
  NEXTAUTH_SECRET: z.string({ error: "a secret of at least 16 characters" }).min(16),
  /** Where browsers reach this process. */
  NEXTAUTH_URL: envUrl(["http", "https"]),
  /** Hashes the secrets of API keys; the same as the API's. */
  PLUMBLINE_KEY_PEPPER: z.string({ error: "a secret of at least 16 characters" }).min(16),
  /** Where SDKs reach the API; shown in snippets. */
  PLUMBLINE_API_URL: envUrl(["http", "https"]).default("http://localhost:3001"),
  /** Where applications reach the gateway; shown in snippets. */
  PLUMBLINE_GATEWAY_URL: envUrl(["http", "https"]).default("http://localhost:3002"),
  /** Where this process reaches the API, when SDKs use another address. */
  PLUMBLINE_API_INTERNAL_URL: envUrl(["http", "https"]).optional(),
  /** false: only guests with an invitation make accounts. */
  SIGNUP_ENABLED: envFlag(true),
  /** Mail server; without it, invitations and password resets are links to hand over. */
  SMTP_URL: envUrl(["smtp", "smtps"]).optional(),
  MAIL_FROM: z.string().max(320).default("Plumbline <plumbline@localhost>"),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  /** Any other provider that speaks OpenID Connect; its discovery document lies below the issuer. */
  OIDC_ISSUER: envUrl(["http", "https"]).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40).default("single sign-on"),
});

export type DashboardEnv = z.output<typeof schema>;

let parsed: DashboardEnv | undefined;

/** Parsed at first use: a build runs without any of these. */
export function getEnv(): DashboardEnv {
  parsed ??= parseEnv(schema);
  return parsed;
}

export const isProduction = process.env.NODE_ENV === "production";
