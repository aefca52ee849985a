import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { balanced, readGauge, settleAccount } from "./account.ts";
import { type FaultProject, type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger, otlpBody } from "./ledger.ts";
import { send } from "./load.ts";

const diskMebibytes = 88;

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
  const body = JSON.parse(otlpBody([span]));
  body.resourceSpans[0].scopeSpans[0].spans[0].attributes.push({
    key: "padding",
    value: { stringValue: padding },
  });
  const response = await fetch(`${rig.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { authorization: project.authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
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
});

describe("a damaged journal", () => {
  let rig: FaultRig;
  beforeAll(async () => {
    rig = await openFaultRig();
  });
  afterAll(() => rig?.close());

  const damages = ["a flipped bit in the middle", "a cut end"] as const;
  test.each(damages)("F17: %s of a segment costs that record alone, and it is counted", async (damage) => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    await rig.wire.cut();
    const before = await readGauge(rig, "plumbline_journal_quarantined_records");
    for (let request = 0; request < 40; request++) {
      await send(rig.apiUrl, project, ledger, [ledger.make(), ledger.make()]);
    }
    expect(ledger.acknowledged.size).toBe(80);
    await rig.api.kill();
    const victim = damageNewestSegment(rig, ledger, damage);
    await rig.api.start();
    await rig.wire.mend();

    const account = await settleAccount(rig, project, ledger);
    expect({ ...account, lost: account.lost.toSorted() }).toEqual({ ...balanced, lost: victim.toSorted() });
    expect(await readGauge(rig, "plumbline_journal_quarantined_records")).toBe(before + 1);
  });
});

/** Returns the ids of the spans that the damage hits: one request's two. */
function damageNewestSegment(rig: FaultRig, ledger: Ledger, damage: string): string[] {
  const folder = join(rig.dataDirectory, "journal", "api");
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith(".journal"))
    .toSorted()
    .map((name) => join(folder, name))
    .findLast((path) => readFileSync(path).includes('"events"'));
  if (newest === undefined) throw new Error("No segment holds an event.");
  const bytes = readFileSync(newest);
  const isCut = damage === "a cut end";
  const hits = [...ledger.acknowledged].filter((id) => bytes.includes(id));
  const anchor = hits[isCut ? hits.length - 1 : Math.floor(hits.length / 2)] ?? "";
  const at = bytes.indexOf(anchor);
  const start = bytes.lastIndexOf('{"v":1', at);
  const next = bytes.indexOf('{"v":1', at);
  const end = next === -1 ? bytes.length : next;
  if (isCut) writeFileSync(newest, bytes.subarray(0, at));
  else {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(newest, bytes);
  }
  const intact = bytes.subarray(start, end).toString("latin1");
  return hits.filter((id) => id === anchor || intact.includes(id));
}
