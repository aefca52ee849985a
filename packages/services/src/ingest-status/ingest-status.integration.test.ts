import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { getIngestStatus, type IngestReport, listIngestInstances, reportIngest } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
});
afterAll(() => db.$disconnect());
beforeEach(() => db.ingestStatus.deleteMany());

const now = Date.parse("2026-11-20T12:00:00Z");
const dayMs = 86_400_000;
const project = () => ({ projectId: tenants.projects.own.id });
const ctxAt = (ms: number, actor: ServiceContext["actor"] = tenants.users.member): ServiceContext => ({
  ...contextOf(db, actor),
  clock: { nowMs: () => ms, nowUs: () => ms * 1_000 },
});

const report = (instance: string, changes: Partial<IngestReport> = {}) =>
  reportIngest(db, {
    instance,
    host: `host-${instance}`,
    dataAsOfMs: now,
    backlogRows: 0,
    backlogBytes: 0,
    diskBytes: 1_000,
    allowanceBytes: 10_000_000_000,
    damagedRecords: 0,
    trouble: "",
    full: false,
    nowMs: now,
    ...changes,
  });

test("each API has a row, and the sum is of all of them", async () => {
  await report("b", { backlogRows: 7, backlogBytes: 70, dataAsOfMs: now - 5_000, damagedRecords: 1 });
  await report("a", { backlogRows: 3, backlogBytes: 30, dataAsOfMs: now - 9_000, trouble: "refused" });
  await report("a", { backlogRows: 4, backlogBytes: 30, dataAsOfMs: now - 9_000, trouble: "refused" });
  const { instances, total } = await listIngestInstances(ctxAt(now), project());
  expect(instances).toMatchObject([
    {
      instance: "a",
      host: "host-a",
      backlogRows: 4,
      lagMs: 9_000,
      silent: false,
      allowanceBytes: 10_000_000_000,
    },
    { instance: "b", backlogRows: 7, lagMs: 5_000, silent: false },
  ]);
  expect(total).toEqual({
    heard: 2,
    silent: 0,
    backlogRows: 11,
    backlogBytes: 100,
    diskBytes: 2_000,
    damagedRecords: 1,
    lagMs: 9_000,
    alarm: true,
  });
  expect(await getIngestStatus(ctxAt(now), project())).toMatchObject({ lagMs: 9_000, backlogRows: 4 });
});

test("one that is silent is said to be, is left out of the sum, and is gone after a day", async () => {
  await report("gone", { backlogRows: 5, diskBytes: 9_999 });
  const later = now + 61_000;
  await report("here", { nowMs: later, dataAsOfMs: later });
  const { instances, total } = await listIngestInstances(ctxAt(later), project());
  expect(instances.map(({ instance, silent }) => [instance, silent])).toEqual([
    ["gone", true],
    ["here", false],
  ]);
  expect(total).toMatchObject({ heard: 1, silent: 1, backlogRows: 0, diskBytes: 1_000 });
  // What lies in the journal of a silent one cannot be read: the pages lag by it.
  expect(await getIngestStatus(ctxAt(later), project())).toMatchObject({ silent: true, backlogRows: 5 });
  expect(await db.ingestStatus.count()).toBe(2);

  const nextDay = now + dayMs + 1;
  expect((await listIngestInstances(ctxAt(nextDay), project())).instances).toMatchObject([
    { instance: "here" },
  ]);
  await report("here", { nowMs: nextDay });
  expect(await db.ingestStatus.count()).toBe(1);
});

test("one that is silent with an empty journal holds nothing up while others speak", async () => {
  await report("idle");
  expect(await getIngestStatus(ctxAt(now + 120_000), project())).toMatchObject({ silent: true });
  await report("here", { nowMs: now + 120_000, dataAsOfMs: now + 120_000 });
  expect(await getIngestStatus(ctxAt(now + 120_000), project())).toMatchObject({ silent: false, lagMs: 0 });
});

test("of no API, and of another's project", async () => {
  expect(await getIngestStatus(ctxAt(now), project())).toBeNull();
  expect(await listIngestInstances(ctxAt(now), project())).toEqual({ instances: [], total: null });
  const stranger = ctxAt(now, tenants.users.stranger);
  await expect(listIngestInstances(stranger, project())).rejects.toMatchObject({ code: "not_found" });
});
