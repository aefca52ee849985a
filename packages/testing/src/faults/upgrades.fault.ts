import { cp, rm } from "node:fs/promises";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { balanced, countRows, drained, settleAccount } from "./account.ts";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { startLoad } from "./start-load.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

/** Migration 13 undone in part: what an installation looks like before its last upgrade. */
const before13 = [
  "DROP VIEW IF EXISTS rejected_events_moved",
  "DROP TABLE IF EXISTS dead_letters SYNC",
  "DELETE FROM schema_migrations WHERE id = 13",
];

describe("versions and snapshots meet", () => {
  test("F28 (1 min of the 5): columns come under a running API, and a new API meets old tables", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    await load.acknowledgedMore(40);
    for (const table of ["spans", "span_io", "span_parts", "scores", "dead_letters"]) {
      await rig.store.command(`ALTER TABLE ${table} ADD COLUMN of_the_future String DEFAULT 'x'`);
      await load.acknowledgedMore(40);
    }
    for (const statement of before13) await rig.store.command(statement);
    const refused = await fetch(`${rig.apiUrl}/api/public/ingestion`, {
      method: "POST",
      headers: { authorization: project.authorization, "content-type": "application/json" },
      body: JSON.stringify({ batch: [{ id: "odd", type: "no-such-type", body: {} }] }),
    });
    expect(refused.status).toBe(207);
    await load.acknowledgedMore(40);
    await rig.api.kill();
    await rig.api.start();
    await load.acknowledgedMore(40);
    await migrateClickHouse(rig.store);
    const account = await settleAccount(rig, project, await load.stop());
    expect(account).toEqual({ ...balanced, rejected: 1 });
  });

  test("F29: ClickHouse goes back to a snapshot taken under load, and the journal is replayed", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    await load.acknowledgedMore(100);
    const snapshot = `${rig.clickhouseDirectory}-snapshot`;
    rig.clickhouse.signal("SIGSTOP");
    await cp(rig.clickhouseDirectory, snapshot, { recursive: true, preserveTimestamps: true });
    rig.clickhouse.signal("SIGCONT");
    await load.acknowledgedMore(200);
    const ledger = await load.stop();
    await drained(rig);
    const storedBefore = await countRows(rig, project, "spans");

    await rig.api.kill();
    await rig.clickhouse.kill();
    await rm(rig.clickhouseDirectory, { recursive: true });
    await cp(snapshot, rig.clickhouseDirectory, { recursive: true, preserveTimestamps: true });
    await rig.clickhouse.start();
    expect(await countRows(rig, project, "spans")).toBeLessThan(storedBefore);

    await rig.api.start();
    await expect.poll(() => countRows(rig, project, "spans"), { timeout: 60_000 }).toBe(storedBefore);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });
});
