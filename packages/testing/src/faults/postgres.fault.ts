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

/** Tries until the answer is a success; every status on the way. */
async function statusesUntilOk(authorization: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 300; attempt++) {
    const response = await fetch(`${rig.apiUrl}/api/public/traces?limit=1`, { headers: { authorization } });
    await response.arrayBuffer();
    statuses.push(response.status);
    if (response.status === 200) return statuses;
    await sleep(100);
  }
  return statuses;
}

describe("PostgreSQL fails", () => {
  test("F14: it restarts under load; known keys go on, unknown ones hear 503 and never 401", async () => {
    const project = await rig.createProject();
    const freshKey = await rig.createKey(project.projectId);
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    await load.acknowledgedMore(50);
    await rig.postgres.kill();
    await load.acknowledgedMore(50);
    const during = await fetch(`${rig.apiUrl}/api/public/traces`, { headers: { authorization: freshKey } });
    expect([during.status, during.headers.has("retry-after")]).toEqual([503, true]);
    await sleep(8_000);
    await load.acknowledgedMore(50);
    await rig.postgres.start();
    const statuses = await statusesUntilOk(freshKey);
    expect([statuses.at(-1), statuses.includes(401)]).toEqual([200, false]);
    const ledger = await load.stop();
    expect(ledger.refusals.has(401)).toBe(false);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });

  test("F15: all its sessions are ended, and the API goes on without a restart", async () => {
    const project = await rig.createProject();
    const keys = await Promise.all(Array.from({ length: 10 }, () => rig.createKey(project.projectId)));
    const before = rig.api.pid;
    const load = startLoad({ apiUrl: rig.apiUrl, project });
    for (const key of keys) {
      const { asking } = await rig.db.$transaction(async (tx) => {
        // Who asks for a key now waits in the middle of a query for as long as this lasts.
        await tx.$executeRaw`LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE`;
        const asking = statusesUntilOk(key);
        await sleep(300);
        await tx.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`;
        return { asking };
      });
      // It hears that it should come back, and nothing else, until it is let in.
      expect([...new Set(await asking)]).toEqual([503, 200]);
    }
    const ledger = await load.stop();
    expect([rig.api.pid, ledger.refusals.has(401)]).toEqual([before, false]);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });
});
