import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { deleteTarget, listTargets, resetTargets, setTarget } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
});
afterAll(() => db.$disconnect());
beforeEach(async () => {
  const data = { organizationId: tenants.home.id, name: "fresh" };
  ({ id: freshId } = await db.project.create({ data }));
});

let freshId: string;
const projectId = () => freshId;
const ofProject = () => ({ where: { projectId: freshId } });
const as = (user: keyof typeof tenants.users) => contextOf(db, tenants.users[user]);
const targetOf = async (metric: string) =>
  (await listTargets(as("viewer"), { projectId: projectId() })).targets.find(
    (target) => target.metric === metric,
  );

describe("targets", () => {
  it("are the preset until somebody sets them", async () => {
    const { targets, mayUpdate } = await listTargets(as("viewer"), { projectId: projectId() });
    expect(mayUpdate).toBe(false);
    expect(targets).toEqual([
      { metric: "ttft_ms", lower: null, upper: "500", isPreset: true },
      { metric: "tokens_per_second", lower: "30", upper: "50", isPreset: true },
      { metric: "latency_ms", lower: null, upper: "2000", isPreset: true },
      { metric: "error_rate", lower: null, upper: "0.001", isPreset: true },
      { metric: "cache_hit_rate", lower: "0.5", upper: null, isPreset: true },
      { metric: "cost_per_call", lower: null, upper: "0.001", isPreset: true },
    ]);
  });

  it("are set exactly, deleted for good, and come back by a reset", async () => {
    const key = { projectId: projectId(), metric: "cost_per_call" as const };
    await setTarget(as("admin"), { ...key, lower: null, upper: "0.000000000001" });
    expect(await targetOf("cost_per_call")).toMatchObject({ upper: "0.000000000001", isPreset: false });
    await deleteTarget(as("admin"), key);
    expect(await targetOf("cost_per_call")).toMatchObject({ lower: null, upper: null, isPreset: false });
    await setTarget(as("admin"), { ...key, metric: "error_rate", lower: null, upper: "0.02" });
    await resetTargets(as("admin"), key);
    expect(await targetOf("cost_per_call")).toMatchObject({ upper: "0.001", isPreset: true });
    expect(await targetOf("error_rate")).toMatchObject({ upper: "0.02" });
    await resetTargets(as("admin"), { projectId: projectId() });
    expect(await targetOf("error_rate")).toMatchObject({ upper: "0.001", isPreset: true });
  });

  it("write who changed what, from what, to what", async () => {
    const key = { projectId: projectId(), metric: "latency_ms" as const };
    await setTarget(as("admin"), { ...key, lower: null, upper: "1500" });
    await deleteTarget(as("admin"), key);
    await resetTargets(as("admin"), { projectId: projectId() });
    await resetTargets(as("admin"), { projectId: projectId() });
    const entries = await db.auditEntry.findMany({ ...ofProject(), orderBy: { createdAt: "asc" } });
    expect(
      entries.map(({ action, entityId, before, after }) => ({ action, entityId, before, after })),
    ).toEqual([
      {
        action: "target.set",
        entityId: "latency_ms",
        before: { lower: null, upper: "2000" },
        after: { lower: null, upper: "1500" },
      },
      {
        action: "target.deleted",
        entityId: "latency_ms",
        before: { lower: null, upper: "1500" },
        after: { lower: null, upper: null },
      },
      {
        action: "target.reset",
        entityId: projectId(),
        before: { latency_ms: { lower: null, upper: null } },
        after: {},
      },
    ]);
    expect(entries.every(({ actorId }) => actorId === tenants.users.admin.userId)).toBe(true);
  });

  it.each([
    { lower: null, upper: null },
    { lower: "3", upper: "2" },
    { lower: null, upper: "-1" },
    { lower: null, upper: "fast" },
    { lower: "", upper: null },
  ])("refuse %o", async (bounds) => {
    const refused = setTarget(as("admin"), { projectId: projectId(), metric: "ttft_ms", ...bounds });
    await expect(refused).rejects.toMatchObject({ code: "invalid_request" });
    expect(await db.auditEntry.count(ofProject())).toBe(0);
  });

  it("refuse a rate above one", async () => {
    const input = { projectId: projectId(), metric: "error_rate" as const, lower: null, upper: "1.01" };
    await expect(setTarget(as("admin"), input)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it.each([
    ["member", "forbidden"],
    ["viewer", "forbidden"],
    ["foreigner", "not_found"],
  ] as const)("cannot be changed by a %s", async (user, code) => {
    const key = { projectId: projectId(), metric: "ttft_ms" as const };
    const ctx = as(user);
    await expect(setTarget(ctx, { ...key, lower: null, upper: "1" })).rejects.toMatchObject({ code });
    await expect(deleteTarget(ctx, key)).rejects.toMatchObject({ code });
    await expect(resetTargets(ctx, key)).rejects.toMatchObject({ code });
    expect(await db.projectTarget.count(ofProject())).toBe(0);
  });
});
