import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { allBooked, callWithStoresDown, killMidStream, leaveMidStream } from "./gateway-flows.ts";
import { withGateway } from "./gateway-rig.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

describe("the gateway fails, and what it needs fails", () => {
  test("F24: one of its processes is killed in the middle of streams", () =>
    withGateway(rig, async (gateway) => {
      const order = { victim: "worker", streams: 40, tokens: 300, killAfterMs: 3_000 } as const;
      const { account, report } = await killMidStream(gateway, order);
      expect(report.ends.broken).toBeGreaterThan(0);
      expect(report.ends.complete).toBeGreaterThan(0);
      expect(account).toEqual(allBooked);
      await expect.poll(() => gateway.workers()).toHaveLength(2);
    }));

  test("F24: all of it is killed in the middle of streams", () =>
    withGateway(rig, async (gateway) => {
      const order = { victim: "all", streams: 40, tokens: 300, killAfterMs: 3_000 } as const;
      const { account, report } = await killMidStream(gateway, order);
      expect(report.ends.broken).toBe(40);
      expect(account).toEqual(allBooked);
    }));

  test("F25 (60 s of the 15 min): ClickHouse, PostgreSQL and the API are all down", () =>
    withGateway(rig, async (gateway) => {
      const { report, notOnce } = await callWithStoresDown(rig, gateway, { perSecond: 50, downMs: 60_000 });
      expect(report.ends.complete).toBe(report.streams.length);
      expect(notOnce).toEqual([]);
    }));

  test("F26: clients go away in the middle of their streams", () =>
    withGateway(rig, async (gateway) => {
      const order = { streams: 300, withinMs: 2_000, seed: 26 };
      const { wrong, slowestMs, left } = await leaveMidStream(gateway, order);
      expect(left).toBeGreaterThan(200);
      expect(wrong).toEqual([]);
      expect(slowestMs).toBeLessThanOrEqual(1_000);
    }));
});
