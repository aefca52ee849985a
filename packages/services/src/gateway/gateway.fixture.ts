import type { Db } from "@plumbline/db/client";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";

type Tenants = Awaited<ReturnType<typeof createTenants>>;

export interface GatewayWorld {
  db: Db;
  tenants: Tenants;
  /** Of an admin. */
  ctx: ServiceContext & { pepper: string };
  /** An empty project of the admin's organisation. */
  newProject(): Promise<string>;
}

export async function createGatewayWorld(): Promise<GatewayWorld> {
  const { db } = await freshDatabase();
  const tenants = await createTenants(db);
  const data = { organizationId: tenants.home.id, name: "gateway" };
  return {
    db,
    tenants,
    ctx: contextOf(db, tenants.users.admin),
    newProject: async () => (await db.project.create({ data })).id,
  };
}

/** A document of one pool with one replica. */
export const poolAt = (url: string, key = ""): string =>
  `pools:\n  - name: model-a\n    replicas:\n      - url: ${url}\n        kind: vllm\n${key && `        api_key: ${key}\n`}`;

/** What was thrown; nothing of it when nothing was. */
export function failureOf(
  work: Promise<unknown>,
): Promise<{ code?: string; details?: Record<string, unknown> }> {
  return work.then(
    () => ({}),
    (error: { code: string; details: Record<string, unknown> }) => error,
  );
}
