import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { balanced, readGauge, settleAccount } from "./account.ts";
import { type FaultProject, type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger, otlpBody } from "./ledger.ts";
import { send } from "./load.ts";

const diskMebibytes = 88;
/** Less than the journal keeps free. */
const leftBytes = 20 * 1024 * 1024;

/** A disk of its own when we may mount one; else the journal's own allowance has to do. */
function makeSmallDisk(): { path: string; isMounted: boolean; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "plumbline-small-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${diskMebibytes}m`, "tmpfs", path]);
  const isMounted = mounted.status === 0;
  return {
    path,
    isMounted,
    remove() {
      if (isMounted) spawnSync("umount", [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

const padding = "x".repeat(100_000);

/** A request of about 100 kB with one span. */
async function sendLarge(rig: FaultRig, project: FaultProject, ledger: Ledger): Promise<Response> {
  const span = ledger.make();
  const response = await fetch(`${rig.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { authorization: project.authorization, "content-type": "application/json" },
    body: otlpBody([span], { padding }),
  });
  if (response.status === 200) ledger.acknowledge([span]);
  return response;
}

describe("the journal's disk", () => {
  let disk: ReturnType<typeof makeSmallDisk>;
  let rig: FaultRig;
  beforeAll(async () => {
    disk = makeSmallDisk();
    const dataDirectory = join(disk.path, "data");
    mkdirSync(dataDirectory);
    const env: Record<string, string> = disk.isMounted ? {} : { JOURNAL_MAX_DISK_BYTES: "20971520" };
    rig = await openFaultRig({ dataDirectory, env });
  });
  afterAll(async () => {
    await rig?.close();
    disk?.remove();
  });

  test("F16: full, it refuses before it acknowledges, and takes events again when there is room", async () => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    for (let round = 0; round < 2; round++) {
      await rig.wire.cut();
      let refused: Response | null = null;
      for (let request = 0; request < 2_000 && refused === null; request++) {
        const response = await sendLarge(rig, project, ledger);
        if (response.status === 200) await response.arrayBuffer();
        else refused = response;
      }
      expect(refused?.status).toBe(503);
      expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
      // UNAVAILABLE, as an exporter wants to hear it.
      expect(await refused?.json()).toMatchObject({ code: 14, message: expect.any(String) });
      expect((await fetch(`${rig.apiUrl}/health`)).status).toBe(200);
      await rig.wire.mend();
      for (let attempt = 0; attempt < 600; attempt++) {
        const response = await sendLarge(rig, project, ledger);
        await response.arrayBuffer();
        if (response.status === 200) break;
        await sleep(100);
      }
      expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
      for (let again = 0; again < 20; again++) {
        expect((await sendLarge(rig, project, ledger)).status).toBe(200);
      }
    }
  });

  /** The journal's own allowance is of no help against others: what stays free on the disk has to be. */
  test("F16: filled by somebody else, it refuses before it acknowledges, until that is gone", async () => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    const filler = join(disk.path, "filler");
    const freeBytes = statfsSync(disk.path).bavail * statfsSync(disk.path).bsize;
    if (disk.isMounted) writeFileSync(filler, Buffer.alloc(freeBytes - leftBytes));
    await rig.wire.cut();
    let refused: Response | null = null;
    for (let request = 0; request < 2_000 && refused === null; request++) {
      const response = await sendLarge(rig, project, ledger);
      if (response.status === 200) await response.arrayBuffer();
      else refused = response;
    }
    expect(refused?.status).toBe(503);
    rmSync(filler, { force: true });
    await rig.wire.mend();
    await expect.poll(async () => (await sendLarge(rig, project, ledger)).status).toBe(200);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });
});

describe("a damaged journal", () => {
  let rig: FaultRig;
  beforeAll(async () => {
    rig = await openFaultRig();
  });
  afterAll(() => rig?.close());

  /** The end of the newest segment looks like a write that the kill interrupted: nobody can count it. */
  const damages = [
    { what: "a flipped bit in a segment", age: 0, isCut: false, counted: 1 },
    { what: "a cut end of an older segment", age: 1, isCut: true, counted: 1 },
    { what: "a cut end of the newest segment", age: 0, isCut: true, counted: 0 },
  ] as const;
  test.each(damages)("F17: $what costs that record alone ($counted counted)", async (damage) => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    await rig.wire.cut();
    const before = await readGauge(rig, "plumbline_journal_quarantined_records");
    for (let segment = 0; segment < 2; segment++) {
      for (let request = 0; request < 20; request++) {
        await send(rig.apiUrl, project, ledger, [ledger.make(), ledger.make()]);
      }
      await rig.api.kill();
      if (segment === 0) await rig.api.start();
    }
    expect(ledger.acknowledged.size).toBe(80);
    const victims = damageSegment(rig, ledger, damage);
    await rig.api.start();
    await rig.wire.mend();

    const account = await settleAccount(rig, project, ledger);
    expect({ ...account, lost: account.lost.toSorted() }).toEqual({ ...balanced, lost: victims.toSorted() });
    const after = await readGauge(rig, "plumbline_journal_quarantined_records");
    expect(after).toBe(before + damage.counted);
  });
});

/** Returns the ids of the spans that the damage hits: one request's two. */
function damageSegment(rig: FaultRig, ledger: Ledger, damage: { age: number; isCut: boolean }): string[] {
  const folder = join(rig.dataDirectory, "journal", "api");
  const path = readdirSync(folder)
    .filter((name) => name.endsWith(".journal"))
    .toSorted()
    .map((name) => join(folder, name))
    .filter((file) => readFileSync(file).includes('"events"'))
    .at(-1 - damage.age);
  if (path === undefined) throw new Error("No such segment.");
  const bytes = readFileSync(path);
  const hits = [...ledger.acknowledged].filter((id) => bytes.includes(id));
  const anchor = hits[damage.isCut ? hits.length - 1 : Math.floor(hits.length / 2)] ?? "";
  const at = bytes.indexOf(anchor);
  const start = bytes.lastIndexOf('{"v":1', at);
  const next = bytes.indexOf('{"v":1', at);
  const record = bytes.subarray(start, next === -1 ? bytes.length : next).toString("latin1");
  if (damage.isCut) writeFileSync(path, bytes.subarray(0, at));
  else {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  }
  return hits.filter((id) => record.includes(id));
}
