import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { balanced, countOtlpRows, drained, settleAccount } from "./account.ts";
import { type FaultProject, type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger } from "./ledger.ts";
import { send } from "./load.ts";
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

/** Alone in its batch it stands for nobody else: an outage taken for a row's own fault would cost it. */
async function sendOne(project: FaultProject): Promise<Ledger> {
  const ledger = new Ledger();
  expect(await send(rig.apiUrl, project, ledger, [ledger.make(undefined, true)])).toBe(true);
  return ledger;
}

describe("ClickHouse fails", () => {
  test("F4 (30 s of the 10 min): it refuses every connection, and events are taken all the same", async () => {
    const project = await rig.createProject();
    await rig.wire.cut();
    const ledger = await sendOne(project);
    await sleep(2_000);
    const load = startLoad({ apiUrl: rig.apiUrl, project, ledger, spansPerRequest: 10, pauseMs: 200 });
    await sleep(28_000);
    await load.acknowledgedMore(100);
    expect(ledger.refusals.size).toBe(0);
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
    await rig.store.command("SYSTEM STOP MERGES spans");
    onTestFinished(() => rig.store.command("SYSTEM START MERGES spans"));
    for (let round = 0; round < 10; round++) {
      // Each time one insert later, so that every table of a batch gets its turn.
      rig.wire.failInserts(2, { kind: "drop-response" }, round % 4);
      await load.acknowledgedMore(20);
      while (rig.wire.failed < before + (round + 1) * 2) await sleep(20);
    }
    const ledger = await load.stop();
    await drained(rig);
    // Reads would leave out what was written twice; here it must not be written twice at all.
    expect(await countOtlpRows(rig, project)).toBe(await countOtlpRows(rig, project, "FINAL"));
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });

  test("F7 (70 s of the 120 s): it stands still for longer than a client waits", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project, senders: 2, pauseMs: 200 });
    await load.acknowledgedMore(20);
    rig.clickhouse.signal("SIGSTOP");
    onTestFinished(() => rig.clickhouse.signal("SIGCONT"));
    await sleep(70_000);
    // By now the call has been given up and is going to be repeated, although the first may still be done.
    const status = await rig.db.ingestStatus.findFirst();
    expect(status?.trouble).toBe("store");
    rig.clickhouse.signal("SIGCONT");
    await load.acknowledgedMore(20);
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test.each(outages)("F9: it answers $name for a while, and nothing is given up", async (outage) => {
    const project = await rig.createProject();
    const before = rig.wire.failed;
    rig.wire.failInserts(4, { kind: "answer", ...outage });
    const ledger = await sendOne(project);
    while (rig.wire.failed < before + 4) await sleep(20);
    const load = startLoad({ apiUrl: rig.apiUrl, project, ledger });
    rig.wire.failInserts(4, { kind: "answer", ...outage });
    while (rig.wire.failed < before + 8) await sleep(20);
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
