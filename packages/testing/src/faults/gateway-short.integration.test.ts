import { afterAll, beforeAll, expect, test } from "vitest";
import { type FaultRig, openFaultRig } from "./fault-rig.ts";
import { allBooked, callWithStoresDown, killMidStream, leaveMidStream } from "./gateway-flows.ts";
import { withGateway } from "./gateway-rig.ts";

// The short form of gateway.fault.ts.
let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig?.close());

test.each(["worker", "all"] as const)("F24 (8 streams): %s is killed in the middle of streams", (victim) =>
  withGateway(rig, async (gateway) => {
    const order = { victim, streams: 8, tokens: 200, killAfterMs: 2_500 };
    const { account, report } = await killMidStream(gateway, order);
    expect(report.ends.broken).toBeGreaterThan(0);
    expect(account).toEqual(allBooked);
  }),
);

test("F25 (5 s): ClickHouse, PostgreSQL and the API are all down", () =>
  withGateway(rig, async (gateway) => {
    const { report, notOnce } = await callWithStoresDown(rig, gateway, { perSecond: 20, downMs: 5_000 });
    expect(report.ends.complete).toBe(report.streams.length);
    expect(notOnce).toEqual([]);
  }));

test("F26 (40 clients): they go away in the middle of their streams", () =>
  withGateway(rig, async (gateway) => {
    const { wrong, left } = await leaveMidStream(gateway, { streams: 40, withinMs: 1_500, seed: 26 });
    expect(left).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  }));
