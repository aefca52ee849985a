import type { GatewayStatusReport } from "@plumbline/contracts/gateway-status";
import { describe, expect } from "vitest";
import { contextOf } from "../tenancy.fixture.ts";
import { test } from "./gateway.fixture.ts";
import { readGatewayStatus, reportGatewayStatus } from "./index.ts";

const replica = {
  id: "r",
  name: "a:1",
  url: "http://a:1",
  kind: "vllm",
  model: "m",
  healthy: true,
  warming: false,
  draining: false,
  breaker: "closed",
  share: 1,
  calls: 2,
  tokens: 10,
  running: 1,
  waiting: 0,
  kvCacheUse: 0.5,
  firstTokenMs: 100,
  tokensPerSecond: 40,
  tokensPerSecondPerGpu: 20,
  gpu: null,
  host: null,
} as const;

function reportOf(
  projectId: string,
  instance: string,
  changes: Partial<typeof replica> | object = {},
): GatewayStatusReport {
  const pool = { id: "p", name: "model-a", strategy: "two_choices", fromFile: false };
  const queue = { queueLength: 1, queueLimit: 100, oldestWaitMs: 50 };
  return {
    instance,
    startedAtMs: 0,
    workers: 2,
    snapshotVersion: "v",
    allowedPrivateHosts: ["127.0.0.1"],
    projects: [
      { projectId, configVersion: 3, pools: [{ ...pool, ...queue, replicas: [{ ...replica, ...changes }] }] },
    ],
  };
}

describe("the status", () => {
  test("adds up what several gateways say, and the worse state counts", async ({
    ctx,
    db,
    tenants,
    projectId,
  }) => {
    await db.gatewayStatus.deleteMany();
    expect(await readGatewayStatus(ctx, { projectId })).toMatchObject({
      asOf: null,
      silent: true,
      pools: [],
    });
    const gpuAt = (toldAtMs: number | null, use: number | null) => ({
      gpu: {
        toldAtMs,
        use,
        count: 1,
        memoryUsedBytes: null,
        memoryTotalBytes: null,
        watts: null,
        celsius: null,
      },
    });
    await reportGatewayStatus(db, reportOf(projectId, "one", gpuAt(7_000, 0.7)), Date.now());
    const changes = { tokensPerSecond: null, tokensPerSecondPerGpu: null, ...gpuAt(null, null) };
    await reportGatewayStatus(
      db,
      reportOf(projectId, "two", { healthy: false, breaker: "open", ...changes }),
      Date.now(),
    );
    const status = await readGatewayStatus(ctx, { projectId });
    expect(status).toMatchObject({
      silent: false,
      instances: 2,
      workers: 4,
      servedVersion: 3,
      savedVersion: 0,
    });
    expect(status.pools).toEqual([expect.objectContaining({ queueLength: 2, oldestWaitMs: 50 })]);
    expect(status.pools[0]?.replicas).toEqual([
      // What one gateway could read of the host counts.
      { ...replica, healthy: false, breaker: "open", calls: 4, tokens: 20, ...gpuAt(7_000, 0.7) },
    ]);
    const foreign = await readGatewayStatus(contextOf(db, tenants.users.foreigner), {
      projectId: tenants.projects.foreign.id,
    });
    expect(foreign.pools).toEqual([]);
  });

  test("says as of when it is once all are silent", async ({ ctx, db, projectId }) => {
    await db.gatewayStatus.deleteMany();
    await reportGatewayStatus(db, reportOf(projectId, "one"), Date.now() - 60_000);
    const status = await readGatewayStatus(ctx, { projectId });
    expect(status).toMatchObject({ silent: true, instances: 0, workers: 0 });
    expect(status.pools).toHaveLength(1);
    expect(Date.now() - Date.parse(status.asOf ?? "")).toBeGreaterThan(59_000);
  });
});
