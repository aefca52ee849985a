import { test as base } from "vitest";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";

/** A test with a database that its file shares, and an empty project of its own. `ctx` is an admin's. */
export const test = base
  .extend("engine", { scope: "file" }, () => freshDatabase())
  .extend("db", { scope: "file" }, ({ engine }, { onCleanup }) => {
    onCleanup(() => engine.db.$disconnect());
    return engine.db;
  })
  .extend("tenants", { scope: "file" }, ({ db }) => createTenants(db))
  .extend("ctx", { scope: "file" }, ({ db, tenants }) => contextOf(db, tenants.users.admin))
  .extend("projectId", async ({ db, tenants }) => {
    const data = { organizationId: tenants.home.id, name: "gateway" };
    return (await db.project.create({ data })).id;
  });

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
