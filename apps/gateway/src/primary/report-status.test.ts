import { gatewayConfig } from "@plumbline/contracts/gateway-config";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { gatewayStatusReport } from "@plumbline/contracts/gateway-status";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { expect, test } from "vitest";
import { Hub } from "./hub.ts";
import { statusOf } from "./report-status.ts";

const self = { instance: "host:3002", startedAtMs: 1 };

function optionsOf(hub: Hub) {
  const gpu = { count: 1, use: 0.7, memoryUsedBytes: 5, memoryTotalBytes: 9, watts: null, celsius: 60 };
  return {
    hub,
    workers: () => 2,
    isFromFile: (poolId: string) => poolId === "p/a",
    hosts: {
      gpuOf: ({ name }: Pick<Replica, "name">) => (name === "r1" ? { toldAtMs: 7, ...gpu } : null),
      hostOf: () => null,
    },
  };
}

test("nothing is said before there is a snapshot", () => {
  expect(statusOf(optionsOf(new Hub({ now: () => 0 })), self)).toBeNull();
});

test("every pool and replica is told as the hub knows it, without what opens anything", () => {
  const hub = new Hub({ now: () => 1_000 });
  const config = gatewayConfig.parse({
    pools: [
      {
        name: "a",
        replicas: [
          { name: "r1", url: "http://user:password@one:8000/v1?key=hidden", kind: "vllm", api_key: "sk-1" },
          { name: "r2", url: "http://two:8000", drain: true, headers: { "x-key": "sk-2" } },
        ],
      },
    ],
  });
  const projects = [{ projectId: "p", configVersion: 3, pools: resolvePools("p", config) }];
  hub.setSnapshot({ version: "v", projects, keys: [], allowedPrivateHosts: ["one"] });
  hub.switchboard.observeLoad("p/a/r1", { running: 2, waiting: 1, kvCacheUse: 0.5 });
  hub.receive(7, {
    type: "report",
    report: {
      replicas: {
        "p/a/r1": {
          tokens: 120,
          calls: 3,
          verdicts: [],
          firstTokens: 1,
          firstTokenMs: 80,
          inputTokens: 0,
          outputTokens: 0,
          ended: 0,
          endedMs: 0,
        },
      },
      prefixes: [],
    },
  });
  const report = statusOf(optionsOf(hub), self);
  expect(gatewayStatusReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report).toMatchObject({ ...self, workers: 2, snapshotVersion: "v", allowedPrivateHosts: ["one"] });
  const [pool] = report?.projects[0]?.pools ?? [];
  expect(pool).toMatchObject({ id: "p/a", fromFile: true, queueLength: 0, oldestWaitMs: 0 });
  expect(pool?.replicas).toEqual([
    expect.objectContaining({
      name: "r1",
      url: "http://one:8000/v1",
      draining: false,
      calls: 3,
      tokens: 120,
      running: 2,
      waiting: 1,
      kvCacheUse: 0.5,
      firstTokenMs: 80,
      tokensPerSecondPerGpu: null,
      gpu: expect.objectContaining({ toldAtMs: 7, use: 0.7, watts: null }),
      host: null,
    }),
    expect.objectContaining({ name: "r2", draining: true, calls: 0, running: null, kvCacheUse: null }),
  ]);
  const text = JSON.stringify(report);
  for (const hidden of ["sk-1", "sk-2", "password", "hidden"]) expect(text).not.toContain(hidden);
});
