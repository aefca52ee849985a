import { afterAll, beforeAll, expect, test } from "vitest";
import { balanced, settleAccount } from "./account.ts";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger } from "./ledger.ts";
import { send } from "./load.ts";
import { startLoad } from "./start-load.ts";

// The short form of `npm run test:faults`, whose cases lie beside it as *.fault.ts.
let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

test("F1 (2 kills): the API is killed during requests", async () => {
  const project = await rig.createProject();
  const load = startLoad({ apiUrl: rig.apiUrl, project });
  for (let kill = 0; kill < 2; kill++) {
    await load.acknowledgedMore(20);
    await rig.api.kill();
    await rig.api.start();
  }
  expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
});

test("F3 (once): the API is killed after ClickHouse has committed", async () => {
  const project = await rig.createProject();
  const load = startLoad({ apiUrl: rig.apiUrl, project });
  const held = rig.wire.held();
  rig.wire.failInserts(1, { kind: "hold-response" });
  await held;
  await rig.api.kill();
  rig.wire.release("break");
  await rig.api.start();
  expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
});

test("F6 (4 times): the answers of inserts are lost", async () => {
  const project = await rig.createProject();
  const load = startLoad({ apiUrl: rig.apiUrl, project });
  const before = rig.wire.failed;
  rig.wire.failInserts(4, { kind: "drop-response" });
  await load.acknowledgedMore(20);
  await expect.poll(() => rig.wire.failed).toBe(before + 4);
  expect(await settleAccount(rig, project, await load.stop())).toEqual(balanced);
});

test("F18 (3 times): the same requests at once", async () => {
  const project = await rig.createProject();
  const ledger = new Ledger();
  for (const protocol of ["otlp", "classic"] as const) {
    const spans = Array.from({ length: 20 }, () => ledger.make());
    await Promise.all([1, 2, 3].map(() => send(rig.apiUrl, project, ledger, spans, protocol)));
  }
  expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
});
