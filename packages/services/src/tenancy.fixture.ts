import { randomUUID } from "node:crypto";
import type { Actor } from "@plumbline/access/actor";
import type { Role } from "@plumbline/access/roles";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { createDb, type Db } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import { inject } from "vitest";
import type { ServiceContext } from "./context.ts";

export const testPepper = "pepper of the tests";

/** A database of its own, migrated and empty. */
export async function freshDatabase(): Promise<{ db: Db; url: string }> {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/services_${randomUUID().slice(0, 8)}`;
  await migrateDatabase({ url: url.href });
  return { db: createDb({ url: url.href }), url: url.href };
}

let clickhouse: ClickHouse | undefined;

export const testLinkSecret = "secret of the tests' links";

export function contextOf(db: Db, actor: Actor): ServiceContext & { pepper: string; linkSecret: string } {
  clickhouse ??= createClickHouse({ url: inject("clickhouseUrl") });
  const logger = createLogger({ name: "test", level: "silent" });
  const secrets = { pepper: testPepper, linkSecret: testLinkSecret };
  return { actor, db, clickhouse, clock: systemClock, requestId: "test-request", logger, ...secrets };
}

export const system: Actor = { type: "system", name: "test" };

export type ProjectName = "own" | "sibling" | "foreign" | "deleted";

/**
 * "own", "sibling" and "deleted" belong to one organisation with a user per role, "foreign" to another
 * with an owner. Overrides make the viewer "lifted" admin and the owner "lowered" viewer of "own";
 * "ghost" has an override in "own" and no membership.
 */
export async function createTenants(db: Db) {
  const home = await db.organization.create({ data: { name: "Home" } });
  const abroad = await db.organization.create({ data: { name: "Abroad" } });
  const createProject = (organizationId: string, name: string, deletedAt: Date | null = null) =>
    db.project.create({ data: { organizationId, name, deletedAt } });
  const projects = {
    own: await createProject(home.id, "own"),
    sibling: await createProject(home.id, "sibling"),
    foreign: await createProject(abroad.id, "foreign"),
    deleted: await createProject(home.id, "deleted", new Date()),
  };
  const createUser = async (name: string, organizationId?: string, role?: Role, override?: Role) => {
    const email = `${name}@example.com`;
    const { id: userId } = await db.user.create({ data: { name, email } });
    if (organizationId && role) await db.membership.create({ data: { organizationId, userId, role } });
    if (override) {
      await db.projectMembership.create({ data: { projectId: projects.own.id, userId, role: override } });
    }
    return { type: "user", userId } as const satisfies Actor;
  };
  const users = {
    owner: await createUser("owner", home.id, "owner"),
    admin: await createUser("admin", home.id, "admin"),
    member: await createUser("member", home.id, "member"),
    viewer: await createUser("viewer", home.id, "viewer"),
    lifted: await createUser("lifted", home.id, "viewer", "admin"),
    lowered: await createUser("lowered", home.id, "owner", "viewer"),
    ghost: await createUser("ghost", undefined, undefined, "owner"),
    stranger: await createUser("stranger"),
    foreigner: await createUser("foreigner", abroad.id, "owner"),
  };
  return { home, abroad, projects, users };
}
