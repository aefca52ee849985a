import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { balanced, drained, settleAccount } from "./account.ts";
import { type FaultProject, type FaultRig, openFaultRig } from "./fault-rig.ts";
import { Ledger, otlpBody } from "./ledger.ts";
import { send } from "./load.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

const spansOf = (ledger: Ledger, count: number, startUs?: number) =>
  Array.from({ length: count }, () => ledger.make(startUs));

async function post(project: FaultProject, body: string): Promise<number> {
  const response = await fetch(`${rig.apiUrl}/v1/traces`, {
    method: "POST",
    headers: { authorization: project.authorization, "content-type": "application/json" },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

async function endOf({ authorization }: FaultProject, spanId: string): Promise<number> {
  const url = `${rig.apiUrl}/api/public/observations/${spanId}`;
  const response = await fetch(url, { headers: { authorization } });
  const { endTime } = z.looseObject({ endTime: z.string() }).parse(await response.json());
  return Date.parse(endTime);
}

describe("rows come as they like", () => {
  test("F18: the same batch ten times at once, and the same ids in other batches", async () => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    const spans = spansOf(ledger, 200);
    for (const protocol of ["otlp", "classic"] as const) {
      const own = protocol === "otlp" ? spans : spansOf(ledger, 50);
      await Promise.all(Array.from({ length: 10 }, () => send(rig.apiUrl, project, ledger, own, protocol)));
      await drained(rig);
      for (let from = 0; from < own.length; from += 30) {
        await send(rig.apiUrl, project, ledger, own.slice(from, from + 45), protocol);
      }
    }
    expect(ledger.acknowledged.size).toBe(250);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });

  test("F19: an end before its start, over midnight and the month, 30 days late", async () => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    const dayUs = 86_400_000_000;
    const nowUs = Date.now() * 1_000;
    const midnightUs = Math.floor(nowUs / dayUs) * dayUs;
    const monthUs = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 1) * 1_000;
    for (const startUs of [midnightUs - 1, midnightUs, monthUs - 1, monthUs, nowUs - 30 * dayUs]) {
      const spans = spansOf(ledger, 20, startUs);
      for (let time = 0; time < 3; time++) {
        expect(await post(project, otlpBody(spans, { durationUs: 2_000_000 }))).toBe(200);
        if (time === 1) await drained(rig);
      }
      ledger.acknowledge(spans);
      const classic = spansOf(ledger, 20, startUs);
      for (let time = 0; time < 2; time++) await send(rig.apiUrl, project, ledger, classic, "classic");
    }
    const backwards = spansOf(ledger, 20);
    for (const durationUs of [-5_000_000, 7_000_000, -6_000_000]) {
      expect(await post(project, otlpBody(backwards, { durationUs }))).toBe(200);
      if (durationUs > 0) await drained(rig);
    }
    ledger.acknowledge(backwards);
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
    // One of them is read: of rows the one that came last, in a fold the one that ended last.
    for (const { spanId, startUs, isWhole } of backwards) {
      expect(await endOf(project, spanId)).toBe(startUs / 1_000 + (isWhole ? -6_000 : 7_000));
    }
  });

  test("F20 (a window of 5 of the 10,000): sent again after more inserts than are remembered", async () => {
    const project = await rig.createProject();
    const ledger = new Ledger();
    for (const table of ["spans", "span_io", "span_parts"]) {
      await rig.store.command(`ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window = 5`);
    }
    const otlp = spansOf(ledger, 30);
    const classic = spansOf(ledger, 30);
    await send(rig.apiUrl, project, ledger, otlp);
    await send(rig.apiUrl, project, ledger, classic, "classic");
    await drained(rig);
    for (let other = 0; other < 7; other++) {
      await send(rig.apiUrl, project, ledger, spansOf(ledger, 2), other % 2 === 0 ? "otlp" : "classic");
      await drained(rig);
    }
    await send(rig.apiUrl, project, ledger, otlp);
    await send(rig.apiUrl, project, ledger, classic, "classic");
    // The journal repeats what it released, too.
    await rig.api.kill();
    await rig.api.start();
    expect(await settleAccount(rig, project, ledger)).toEqual(balanced);
  });
});
