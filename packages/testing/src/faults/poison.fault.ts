import { systemClock } from "@plumbline/runtime/clock";
import { createLogger } from "@plumbline/runtime/logger";
import { requestReplay } from "@plumbline/services/replay";
import { afterAll, beforeAll, expect, test } from "vitest";
import { balanced, countRows, settleAccount } from "./account.ts";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger } from "./ledger.ts";
import { send } from "./load.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

test("F8: one poison row in 1,000 is kept with its reason; after the fix its replay stores it once", async () => {
  const project = await rig.createProject();
  const ledger = new Ledger();
  const spans = Array.from({ length: 1_000 }, () => ledger.make());
  const poison = spans[617] ?? ledger.make();
  await rig.store.command(`ALTER TABLE spans ADD CONSTRAINT no_poison CHECK span_id != '${poison.spanId}'`);
  expect(await send(rig.apiUrl, project, ledger, spans)).toBe(true);
  expect(await settleAccount(rig, project, ledger)).toEqual({
    ...balanced,
    lost: [poison.spanId],
    rejected: 1,
  });
  await rig.store.command("ALTER TABLE spans DROP CONSTRAINT no_poison");
  const ctx = {
    actor: { type: "system", name: "faults" } as const,
    db: rig.db,
    clickhouse: rig.store,
    clock: systemClock,
    requestId: "faults",
    logger: createLogger({ name: "faults", level: "silent" }),
  };
  const { projectId } = project;
  for (const _time of ["the first", "and one that finds nothing left"]) {
    const replay = requestReplay(ctx, { projectId, filter: {} });
    const isFirst = (await countRows(rig, project, "spans")) === 999;
    if (!isFirst) {
      await expect(replay).rejects.toMatchObject({ code: "invalid_request" });
      continue;
    }
    const { id } = await replay;
    await expect
      .poll(async () => rig.db.replayRequest.findUnique({ where: { id } }))
      .toMatchObject({ total: 1, taken: 1, finishedAt: expect.any(Date) });
  }
  expect(await settleAccount(rig, project, ledger)).toEqual({ ...balanced, rejected: 1 });
});
