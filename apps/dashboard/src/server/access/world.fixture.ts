import { randomUUID } from "node:crypto";
import type { Role } from "@plumbline/access/roles";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { createDb, type Db } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import { inject, vi } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
    clickhouseUrl: string;
  }
}

export const targets = ["own", "sibling", "foreign", "deleted", "missing"] as const;
export type Target = (typeof targets)[number];

/** "lifted" is a viewer whom "own" makes an admin, "lowered" an owner whom "own" makes a viewer. */
export const people = ["owner", "admin", "member", "viewer", "lifted", "lowered", "stranger"] as const;
export type Person = (typeof people)[number];

/** One trace with one span is in every project, the missing one included. */
export const traceId = "0af7651916cd43dd8448eb211c80319c";
export const spanId = "b7ad6b7169203331";

export const sessionSecret = "a secret of the matrix test";

export interface World {
  /** Who asks at the moment. */
  caller: { id: string } | null;
  db: Db;
  restoreMemberships(): Promise<void>;
  projectIds: Record<Target, string>;
  organizationIds: Record<"own" | "foreign" | "deleted" | "missing", string>;
  users: Record<Person, { id: string; email: string; name: string }>;
}

/** Own stores, as the process of the dashboard reads them from its environment. */
export async function createWorld(): Promise<World> {
  const name = `matrix_${randomUUID().slice(0, 8)}`;
  const databaseUrl = withPath(inject("databaseUrl"), name);
  const clickhouseUrl = withPath(inject("clickhouseUrl"), name);
  const clickhouse = createClickHouse({ url: clickhouseUrl });
  await Promise.all([migrateDatabase({ url: databaseUrl }), migrateClickHouse(clickhouse)]);
  const environment = {
    DATABASE_URL: databaseUrl,
    CLICKHOUSE_URL: clickhouseUrl,
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: sessionSecret,
    PLUMBLINE_KEY_PEPPER: "a pepper of the matrix test",
    LOG_LEVEL: "silent",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const db = createDb({ url: databaseUrl });
  const tenants = await createTenants(db);
  for (const projectId of Object.values(tenants.projectIds)) {
    await clickhouse.command(`INSERT INTO spans
      (project_id, trace_id, span_id, start_time, end_time, kind, name, level, billable, user_id, session_id, row_version)
      VALUES ('${projectId}', '${traceId}', '${spanId}', now64(6), now64(6), 'SPAN', 'root', 'DEFAULT', true, 'u', 's', 1)`);
  }
  await clickhouse.close();
  const memberships = await db.membership.findMany();
  const overrides = await db.projectMembership.findMany();
  const restoreMemberships = async () => {
    await db.membership.createMany({ data: memberships, skipDuplicates: true });
    await db.projectMembership.createMany({ data: overrides, skipDuplicates: true });
  };
  return { db, caller: null, restoreMemberships, ...tenants };
}

function withPath(url: string, name: string): string {
  const result = new URL(url);
  result.pathname = `/${name}`;
  return result.href;
}

async function createTenants(db: Db): Promise<Omit<World, "db" | "caller" | "restoreMemberships">> {
  const createOrganization = async (name: string, deletedAt: Date | null = null) =>
    (await db.organization.create({ data: { name, deletedAt } })).id;
  const home = await createOrganization("home");
  const abroad = await createOrganization("abroad");
  const gone = await createOrganization("gone", new Date());
  const createProject = async (organizationId: string, name: string, deletedAt: Date | null = null) =>
    (await db.project.create({ data: { organizationId, name, deletedAt } })).id;
  const projectIds = {
    own: await createProject(home, "own"),
    sibling: await createProject(home, "sibling"),
    foreign: await createProject(abroad, "foreign"),
    deleted: await createProject(home, "deleted", new Date()),
    missing: randomUUID(),
  };
  const createUser = async (name: string, role: Role | null, override?: Role) => {
    const user = await db.user.create({ data: { name, email: `${name}@example.com` } });
    if (role) {
      for (const organizationId of [home, gone]) {
        await db.membership.create({ data: { organizationId, userId: user.id, role } });
      }
    }
    if (override) {
      await db.projectMembership.create({
        data: { projectId: projectIds.own, userId: user.id, role: override },
      });
    }
    return { id: user.id, email: user.email, name };
  };
  const users = {
    owner: await createUser("owner", "owner"),
    admin: await createUser("admin", "admin"),
    member: await createUser("member", "member"),
    viewer: await createUser("viewer", "viewer"),
    lifted: await createUser("lifted", "viewer", "admin"),
    lowered: await createUser("lowered", "owner", "viewer"),
    stranger: await createUser("stranger", null),
  };
  const foreignOwner = await db.user.create({ data: { name: "foreign", email: "foreign@example.com" } });
  await db.membership.create({ data: { organizationId: abroad, userId: foreignOwner.id, role: "owner" } });
  const organizationIds = { own: home, foreign: abroad, deleted: gone, missing: randomUUID() };
  return { projectIds, organizationIds, users };
}
