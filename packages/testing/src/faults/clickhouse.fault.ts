import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { balanced, settleAccount } from "./account.ts";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { startLoad } from "./start-load.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

const outages = [
  { status: 500, code: 252, name: "TOO_MANY_PARTS" },
  { status: 500, code: 241, name: "MEMORY_LIMIT_EXCEEDED" },
  { status: 500, code: 243, name: "NOT_ENOUGH_SPACE" },
  { status: 500, code: 159, name: "TIMEOUT_EXCEEDED" },
  { status: 500, code: 33, name: "CANNOT_READ_ALL_DATA" },
  { status: 500, code: 1001, name: "STD_EXCEPTION" },
  { status: 503, code: 999, name: "KEEPER_EXCEPTION" },
] as const;

describe("ClickHouse fails", () => {
  test("F4 (30 s of the 10 min): it refuses every connection, and events are taken all the same", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project, spansPerRequest: 10, pauseMs: 200 });
    await load.acknowledgedMore(100);
    await rig.wire.cut();
    const refusedBefore = load.ledger.refusals.size;
    await sleep(30_000);
    await load.acknowledgedMore(100);
    expect(load.ledger.refusals.size).toBe(refusedBefore);
    await rig.wire.mend();
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F5 (6 kills of the 50): it is killed during inserts", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (let kill = 0; kill < 6; kill++) {
      await load.acknowledgedMore(40);
      await sleep(Math.random() * 500);
      await rig.clickhouse.kill();
      await rig.clickhouse.start();
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F6 (20 of the 100): the answers of its inserts are lost", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    const before = rig.wire.failed;
    for (let round = 0; round < 10; round++) {
      rig.wire.failInserts(2, { kind: "drop-response" });
      await load.acknowledgedMore(20);
      while (rig.wire.failed < before + (round + 1) * 2) await sleep(20);
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F7 (70 s of the 120 s): it stands still for longer than a client waits", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project, senders: 2, pauseMs: 200 });
    await load.acknowledgedMore(20);
    rig.clickhouse.signal("SIGSTOP");
    await sleep(70_000);
    rig.clickhouse.signal("SIGCONT");
    await load.acknowledgedMore(20);
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test.each(outages)("F9: it answers $name for a while, and nothing is given up", async (outage) => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    const before = rig.wire.failed;
    rig.wire.failInserts(4, { kind: "answer", ...outage });
    while (rig.wire.failed < before + 4) await sleep(20);
    await load.acknowledgedMore(20);
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F9: requests that break in the middle", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project, spansPerRequest: 20 });
    const before = rig.wire.failed;
    for (let round = 0; round < 6; round++) {
      rig.wire.failInserts(1, { kind: "cut-request", afterBytes: 700 + 400 * round });
      while (rig.wire.failed < before + round + 1) await sleep(20);
      await load.acknowledgedMore(20);
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });
});
