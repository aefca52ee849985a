import { gatewayConfig } from "@plumbline/contracts/gateway-config";
import type { GatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { sealedReference, sealGatewaySecret } from "@plumbline/runtime/gateway-secret";
import { expect, test } from "vitest";
import type { ConfigInput } from "../gateway.fixture.ts";
import { mergeSnapshots } from "./merge-snapshots.ts";

const pepper = "pepper of the tests";

function snapshotOf(
  projectId: string,
  pools: ConfigInput["pools"],
  more: Partial<GatewaySnapshot> & { configVersion?: number } = {},
): GatewaySnapshot {
  const { configVersion = 0, ...rest } = more;
  const resolved = resolvePools(projectId, gatewayConfig.parse({ pools }));
  const projects = [{ projectId, configVersion, pools: resolved }];
  return { version: "v", projects, keys: [], allowedPrivateHosts: [], ...rest };
}

const at = (url: string) => [{ url }];
const keyOf = (hash: string, name: string) => ({
  hash,
  name,
  keyId: name,
  projectId: "p",
  models: null,
  feature: null,
  expiresAtMs: null,
});

test("pools of the file win, by name and by alias; keys add up", () => {
  const file = snapshotOf("p", [{ name: "a", aliases: ["gpt-4o"], replicas: at("http://file:1") }], {
    keys: [keyOf("h1", "file")],
    allowedPrivateHosts: ["file"],
  });
  const told = snapshotOf(
    "p",
    [
      { name: "a", replicas: at("http://told:1") },
      { name: "gpt-4o", replicas: at("http://told:2") },
      { name: "b", replicas: at("http://told:3") },
    ],
    {
      keys: [keyOf("h1", "same"), keyOf("h2", "told")],
      configVersion: 4,
      allowedPrivateHosts: ["10.0.0.0/8"],
    },
  );
  const { snapshot } = mergeSnapshots(file, told, pepper);
  expect(snapshot.projects).toHaveLength(1);
  expect(snapshot.projects[0]?.configVersion).toBe(4);
  expect(snapshot.projects[0]?.pools.map(({ name, replicas }) => [name, replicas[0]?.url])).toEqual([
    ["a", "http://file:1"],
    ["b", "http://told:3"],
  ]);
  expect(snapshot.keys.map(({ name }) => name)).toEqual(["file", "told"]);
  // Only the operator says which private hosts may be reached.
  expect(snapshot.allowedPrivateHosts).toEqual(["file"]);
});

test("secrets are opened for their own project; others are left out and named", () => {
  const sealed = sealedReference("up", sealGatewaySecret(pepper, { projectId: "p", name: "up" }, "sk-1"));
  const pools: ConfigInput["pools"] = [
    {
      name: "a",
      replicas: [
        { name: "r", url: "http://told:1", api_key: sealed, headers: { "x-b": sealed, "x-c": "c" } },
      ],
    },
  ];
  const empty = snapshotOf("file", []);
  const own = mergeSnapshots(empty, snapshotOf("p", pools), pepper);
  expect(own.sealed).toEqual([]);
  expect(own.snapshot.projects[1]?.pools[0]?.replicas[0]).toMatchObject({
    api_key: "sk-1",
    headers: { "x-b": "sk-1", "x-c": "c" },
  });
  const foreign = mergeSnapshots(empty, snapshotOf("q", pools), pepper);
  expect(foreign.sealed).toEqual(["q/a/r", "q/a/r"]);
  expect(foreign.snapshot.projects[1]?.pools[0]?.replicas[0]).not.toHaveProperty("api_key");
  expect(foreign.snapshot.projects[1]?.pools[0]?.replicas[0]?.headers).toEqual({ "x-c": "c" });
});

test("a variable of the server that a stored document names stays a text", () => {
  const pools: ConfigInput["pools"] = [
    { name: "a", replicas: [{ url: "http://told:1", api_key: "env:HOME" }] },
  ];
  const { snapshot } = mergeSnapshots(snapshotOf("file", []), snapshotOf("p", pools), pepper);
  expect(snapshot.projects[1]?.pools[0]?.replicas[0]?.api_key).toBe("env:HOME");
});

test("the same content is the same version", () => {
  const file = snapshotOf("p", [{ name: "a", replicas: at("http://file:1") }]);
  const told = snapshotOf("q", [{ name: "a", replicas: at("http://told:1") }]);
  const { version } = mergeSnapshots(file, told, pepper).snapshot;
  expect(mergeSnapshots(file, { ...told, version: "w" }, pepper).snapshot.version).toBe(version);
  const other = snapshotOf("q", [{ name: "a", replicas: at("http://told:2") }]);
  expect(mergeSnapshots(file, other, pepper).snapshot.version).not.toBe(version);
});
