import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { balanced, settleAccount } from "./account.ts";
import { type FaultProject, type FaultRig, openFaultRig } from "./fault-rig.ts";
import type { Ledger } from "./ledger.ts";
import { send } from "./load.ts";
import { startLoad } from "./start-load.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

const padding = "x".repeat(50_000);

/** So much at once that an answer which does not wait for the disk comes long before the disk has it. */
async function killAtFirstAnswer(project: FaultProject, ledger: Ledger): Promise<void> {
  const requests = Array.from({ length: 6 }, () => {
    const spans = Array.from({ length: 40 }, () => ledger.make());
    return send(rig.apiUrl, project, ledger, spans, "otlp", { padding });
  });
  await Promise.race(requests);
  await rig.api.kill();
  await Promise.all(requests);
}

describe("the API dies", () => {
  test("F21 (8 of the 20): rolling restarts by SIGTERM under load", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (let restart = 0; restart < 8; restart++) {
      await load.acknowledgedMore(20);
      // Null would mean that it had to be killed after its 30 seconds.
      expect(await rig.api.terminate()).toBe(0);
      // It left in good order: the next start has nothing to repeat.
      expect(existsSync(join(rig.dataDirectory, "journal", "api", "clean"))).toBe(true);
      await rig.api.start();
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F1 (25 kills of the 200): at random moments during requests, and at the moment of an answer", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (let kill = 0; kill < 20; kill++) {
      await load.acknowledgedMore(5);
      await sleep(Math.random() * 400);
      await rig.api.kill();
      await rig.api.start();
    }
    const ledger = await load.stop();
    for (let kill = 0; kill < 5; kill++) {
      await killAtFirstAnswer(project, ledger);
      await rig.api.start();
    }
    expect(ledger.acknowledged.size).toBeGreaterThan(100);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });

  test("F2 (8 of the 200): in the middle of a batch, while its insert is under way", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (let kill = 0; kill < 8; kill++) {
      const held = rig.wire.held();
      rig.wire.failInserts(1, { kind: "cut-request", afterBytes: 600 + kill * 100 });
      await load.acknowledgedMore(5);
      rig.wire.failInserts(1, { kind: "hold-response" });
      await held;
      await rig.api.kill();
      rig.wire.release("break");
      await rig.api.start();
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });

  test("F3 (8 times): after ClickHouse has committed, before the journal knows", async () => {
    const project = await rig.createProject();
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (let kill = 0; kill < 8; kill++) {
      // Each time one insert later, so that every table of a batch gets its turn.
      const held = rig.wire.held();
      rig.wire.failInserts(1, { kind: "hold-response" }, kill % 4);
      await held;
      await rig.api.kill();
      rig.wire.release("break");
      await rig.api.start();
    }
    expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
  });
});
