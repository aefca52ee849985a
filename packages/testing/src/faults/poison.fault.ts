import { afterAll, beforeAll, expect, test } from "vitest";
import { balanced, drained, settleAccount } from "./account.ts";
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
  const poison = spans[617];
  if (poison === undefined) throw new Error("unreachable");
  await rig.store.command(
    `ALTER TABLE spans ADD CONSTRAINT no_poison CHECK span_id != '${poison.spanId}'`,
  );
  expect(await send(rig.apiUrl, project, ledger, spans)).toBe(true);
  expect(await settleAccount(rig, project, ledger)).toEqual({
    ...balanced,
    lost: [poison.spanId],
    rejected: 1,
  });
  await rig.store.command("ALTER TABLE spans DROP CONSTRAINT no_poison");
  await drained(rig);
});
