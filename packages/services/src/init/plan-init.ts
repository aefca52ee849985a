import { randomBytes } from "node:crypto";
import { generateApiKey } from "@plumbline/access/api-key";
import type { Scope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { InitEnv } from "./init-env.ts";

export interface PlannedKey {
  name: string;
  /** null: derived from the hash of the secret, since the operator gave the secret alone. */
  publicKey: string | null;
  secretKey: string;
  scopes: Scope[];
}

/** What must exist after a first start. */
export interface InitPlan {
  organizationName: string;
  projectId: string;
  projectName: string;
  retentionDays: number | null;
  keys: PlannedKey[];
  user: { email: string; password: string; isGenerated: boolean } | null;
}

/** A gateway key is separate, so that the key in an SDK cannot spend money on models. */
const projectKeyScopes: Scope[] = ["ingest", "read", "prompts", "scores", "admin"];

/** null when the environment asks for nothing. */
export function planFromEnv(env: InitEnv): InitPlan | null {
  const isAsked = Object.entries(env).some(
    ([name, value]) => name.startsWith("PLUMBLINE_INIT_") && value !== undefined,
  );
  if (!isAsked) return null;
  const { PLUMBLINE_INIT_PUBLIC_KEY: publicKey, PLUMBLINE_INIT_SECRET_KEY: secretKey } = env;
  if ((publicKey === undefined) !== (secretKey === undefined)) {
    throw needsBoth("PLUMBLINE_INIT_PUBLIC_KEY", "PLUMBLINE_INIT_SECRET_KEY");
  }
  const { PLUMBLINE_INIT_USER_EMAIL: email, PLUMBLINE_INIT_USER_PASSWORD: password } = env;
  if (password !== undefined && email === undefined) {
    throw needsBoth("PLUMBLINE_INIT_USER_EMAIL", "PLUMBLINE_INIT_USER_PASSWORD");
  }
  const keys: PlannedKey[] = [];
  if (publicKey !== undefined && secretKey !== undefined) {
    keys.push({ name: "First key", publicKey, secretKey, scopes: projectKeyScopes });
  }
  if (env.PLUMBLINE_INIT_GATEWAY_KEY !== undefined) {
    const gatewayKey = env.PLUMBLINE_INIT_GATEWAY_KEY;
    keys.push({ name: "Gateway key", publicKey: null, secretKey: gatewayKey, scopes: ["gateway"] });
  }
  return {
    organizationName: env.PLUMBLINE_INIT_ORG_NAME ?? "My organisation",
    projectId: env.PLUMBLINE_INIT_PROJECT_ID ?? "default",
    projectName: env.PLUMBLINE_INIT_PROJECT_NAME ?? "My project",
    retentionDays: env.PLUMBLINE_INIT_PROJECT_RETENTION ?? null,
    keys,
    user:
      email === undefined
        ? null
        : { email, password: password ?? randomPassword(), isGenerated: password === undefined },
  };
}

export const demoProjectId = "demo";

/** The project that a start makes, if it makes one: what else is configured by variables belongs to it. */
export function initialProjectId(env: InitEnv): string {
  return planFromEnv(env)?.projectId ?? demoProjectId;
}

/** What an empty database gets when nobody asked for anything. */
export function planDemo(): InitPlan {
  return {
    organizationName: "Demo organisation",
    projectId: demoProjectId,
    projectName: "Demo project",
    retentionDays: null,
    keys: [{ name: "First key", ...generateApiKey("project", randomBytes(32)), scopes: projectKeyScopes }],
    user: { email: "demo@plumbline.local", password: randomPassword(), isGenerated: true },
  };
}

function randomPassword(): string {
  return randomBytes(15).toString("base64url");
}

function needsBoth(first: string, second: string): PlumblineError {
  return new PlumblineError("invalid_request", { message: `${first} and ${second} go together: set both.` });
}
