import { randomBytes } from "node:crypto";
import { generateApiKey } from "@plumbline/access/api-key";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Project } from "@plumbline/db/client";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { ensureKey } from "./ensure-key.ts";
import { demoProjectId } from "./plan-init.ts";
import { type InitContext, type InitDeps, initLock } from "./run-headless-init.ts";

export interface DemoKeys {
  publicKey: string;
  secretKey: string;
}

export interface DemoResult {
  project: { id: string; name: string };
  /** Those that were given, or new ones when these are not to be used any more. */
  keys: DemoKeys;
}

/**
 * Sees to it that sample traffic has the demo project and a key that can write into it, and nothing else.
 * A key that people revoked stays revoked: another takes its place. Idempotent. Throws
 * `conflict` when the demo project was deleted, for nothing is sent anywhere else.
 * @param known what this installation kept of the key, or null
 */
export async function ensureDemo({ db, pepper }: InitDeps, known: DemoKeys | null): Promise<DemoResult> {
  const ctx: InitContext = { actor: { type: "system", name: "demo" }, requestId: "demo" };
  return runTransaction(db, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${initLock})`;
    const project = await ensureDemoProject(tx, ctx);
    const keys =
      known !== null && (await isUsable(tx, project, known))
        ? known
        : generateApiKey("project", randomBytes(32));
    await ensureKey({ tx, ctx, pepper, project }, { name: "Demo traffic", scopes: ["ingest"], ...keys });
    return { project: { id: project.id, name: project.name }, keys };
  });
}

/** The project of a first start without variables; elsewhere a new one beside the oldest project. */
async function ensureDemoProject(tx: Transaction, ctx: InitContext): Promise<Project> {
  const existing = await tx.project.findUnique({ where: { id: demoProjectId } });
  if (existing !== null) {
    if (existing.deletedAt === null) return existing;
    throw new PlumblineError("conflict", {
      message: `The project “${existing.name}” was deleted: restore it, or start without --demo.`,
    });
  }
  const oldest = await tx.organization.findFirst({ orderBy: { createdAt: "asc" } });
  if (oldest === null) {
    throw new PlumblineError("conflict", {
      message: "There is no organisation yet that a demo could live in.",
    });
  }
  const project = await tx.project.create({
    data: { id: demoProjectId, organizationId: oldest.id, name: "Demo project" },
  });
  await writeAudit(tx, ctx, {
    organizationId: oldest.id,
    projectId: project.id,
    action: "project.created",
    entityId: project.id,
    after: { name: project.name, retentionDays: project.retentionDays },
  });
  return project;
}

async function isUsable(tx: Transaction, project: Project, { publicKey }: DemoKeys): Promise<boolean> {
  const row = await tx.apiKey.findUnique({ where: { publicKey } });
  if (row === null) return true;
  return row.projectId === project.id && row.revokedAt === null && row.expiresAt === null;
}
