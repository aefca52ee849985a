import { createHash } from "node:crypto";
import type { Db, Project } from "@plumbline/db/client";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import type { ServiceContext } from "../context.ts";
import { hashPassword } from "../user/index.ts";
import { ensureKey } from "./ensure-key.ts";
import type { InitEnv } from "./init-env.ts";
import { type InitPlan, planDemo, planFromEnv } from "./plan-init.ts";

export interface InitDeps {
  db: Db;
  pepper: string;
}

export interface InitResult {
  /** null when nothing was asked for and the database already has a life of its own. */
  project: { id: string; name: string } | null;
  /** Only keys that this call made up: they are readable this once. */
  keys?: { publicKey: string; secretKey: string };
  /** `password` only when this call made it up. */
  user?: { email: string; password?: string };
}

export type InitContext = Pick<ServiceContext, "actor" | "requestId">;

/** One first start at a time, whichever process runs it. */
export const initLock = 7_301_604;

/**
 * Brings about what PLUMBLINE_INIT_* name, and changes nothing that exists but the secret of a key.
 * With nothing named, an empty database gets a demo organisation with random credentials. Idempotent.
 */
export async function runHeadlessInit({ db, pepper }: InitDeps, env: InitEnv): Promise<InitResult> {
  const asked = planFromEnv(env);
  if (asked === null && (await db.organization.count()) > 0) return { project: null };
  const plan = asked ?? planDemo();
  const isDemo = asked === null;
  const passwordHash = await hashNewPassword(db, plan);
  const ctx: InitContext = { actor: { type: "system", name: "init" }, requestId: "init" };

  return runTransaction(db, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${initLock})`;
    if (isDemo && (await tx.organization.count()) > 0) return { project: null };
    const project = await ensureProject(tx, ctx, plan);
    for (const key of plan.keys) await ensureKey({ tx, ctx, pepper, project }, key);
    const isNewUser = await ensureOwner(tx, ctx, plan, project.organizationId, passwordHash);
    return describeResult(plan, project, { isDemo, isNewUser });
  });
}

/** Outside the transaction, for it is slow on purpose; null when the user exists. */
async function hashNewPassword(db: Db, { user }: InitPlan): Promise<string | null> {
  if (user === null) return null;
  const exists = await db.user.findUnique({ where: { email: user.email }, select: { id: true } });
  return exists === null ? hashPassword(user.password) : null;
}

async function ensureProject(tx: Transaction, ctx: InitContext, plan: InitPlan): Promise<Project> {
  const existing = await tx.project.findUnique({ where: { id: plan.projectId } });
  if (existing !== null) return existing;
  const organizationId = await ensureOrganization(tx, ctx, plan.organizationName);
  const project = await tx.project.create({
    data: {
      id: plan.projectId,
      organizationId,
      name: plan.projectName,
      retentionDays: plan.retentionDays,
    },
  });
  await writeAudit(tx, ctx, {
    organizationId,
    projectId: project.id,
    action: "project.created",
    entityId: project.id,
    after: { name: project.name, retentionDays: project.retentionDays },
  });
  return project;
}

/** The id follows from the name, so that an organisation which only shares the name is never taken over. */
async function ensureOrganization(tx: Transaction, ctx: InitContext, name: string): Promise<string> {
  const id = `org-${createHash("sha256").update(name).digest("hex").slice(0, 24)}`;
  const existing = await tx.organization.findUnique({ where: { id } });
  if (existing !== null) return id;
  await tx.organization.create({ data: { id, name } });
  await writeAudit(tx, ctx, {
    organizationId: id,
    action: "organization.created",
    entityId: id,
    after: { name },
  });
  return id;
}

/** Makes a new user owner; the role of an existing member stays as people set it. True for a new user. */
async function ensureOwner(
  tx: Transaction,
  ctx: InitContext,
  plan: InitPlan,
  organizationId: string,
  passwordHash: string | null,
): Promise<boolean> {
  if (plan.user === null) return false;
  const { email } = plan.user;
  const existing = await tx.user.findUnique({ where: { email } });
  const user =
    existing ?? (await tx.user.create({ data: { email, name: nameFromEmail(email), passwordHash } }));
  if (existing === null) {
    await writeAudit(tx, ctx, {
      organizationId,
      action: "user.created",
      entityId: user.id,
      after: { email, name: user.name },
    });
  }
  const membership = { organizationId, userId: user.id };
  const isMember = await tx.membership.findUnique({ where: { organizationId_userId: membership } });
  if (isMember === null) {
    await tx.membership.create({ data: { ...membership, role: "owner" } });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "membership.created",
      entityId: user.id,
      after: { email, role: "owner" },
    });
  }
  return existing === null;
}

function nameFromEmail(email: string): string {
  return email.slice(0, email.indexOf("@"));
}

function describeResult(
  plan: InitPlan,
  project: Project,
  { isDemo, isNewUser }: { isDemo: boolean; isNewUser: boolean },
): InitResult {
  const result: InitResult = { project: { id: project.id, name: project.name } };
  const [key] = plan.keys;
  if (isDemo && key?.publicKey) result.keys = { publicKey: key.publicKey, secretKey: key.secretKey };
  if (plan.user !== null) {
    const { email, password, isGenerated } = plan.user;
    result.user = isGenerated && isNewUser ? { email, password } : { email };
  }
  return result;
}
