import { setTimeout as sleep } from "node:timers/promises";
import { type GatewaySnapshot, gatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";
import type { GatewayStatusReport } from "@plumbline/contracts/gateway-status";
import { gatewayFeedToken } from "@plumbline/runtime/gateway-secret";
import { saveGatewayConfig } from "@plumbline/services/gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const headers = { authorization: `Bearer ${gatewayFeedToken("pepper of the tests")}` };
const document = (port: number): string =>
  `pools:\n  - name: model-a\n    replicas:\n      - url: http://10.0.0.1:${port}\n`;

async function snapshotOf(answer: Response): Promise<GatewaySnapshot> {
  expect(answer.status).toBe(200);
  const snapshot = gatewaySnapshot.parse(await answer.json());
  expect(answer.headers.get("etag")).toBe(`"${snapshot.version}"`);
  return snapshot;
}

test("a gateway that waits is told of a change, of a key and of a document, as it happens", async () => {
  const url = `${api.url}/internal/gateway/snapshot`;
  const first = await snapshotOf(await fetch(url, { headers }));
  const { projectId } = api;
  expect(first.projects.some((project) => project.projectId === projectId)).toBe(false);
  let answered = false;
  const waiting = fetch(url, { headers: { ...headers, "if-none-match": `"${first.version}"` } });
  void waiting.then(() => {
    answered = true;
  });
  await sleep(1_200);
  expect(answered).toBe(false);
  const savedAt = performance.now();
  await saveGatewayConfig(api.ctx, { projectId, document: document(1), basedOn: 0 });
  const second = await snapshotOf(await waiting);
  expect(performance.now() - savedAt).toBeLessThan(5_000);
  expect(second.projects).toEqual([expect.objectContaining({ projectId, configVersion: 1 })]);
  const next = fetch(url, { headers: { ...headers, "if-none-match": `"${second.version}"` } });
  await api.createKey(["gateway"]);
  const third = await snapshotOf(await next);
  expect(third.keys).toHaveLength(1);
  expect(third.projects).toEqual(second.projects);
});

test("a status is one row per gateway, overwritten; another shape is refused", async () => {
  const report: GatewayStatusReport = {
    instance: "host:3002",
    startedAtMs: 1,
    workers: 2,
    snapshotVersion: "v",
    allowedPrivateHosts: [],
    projects: [],
  };
  const post = (body: unknown) =>
    fetch(`${api.url}/internal/gateway/status`, { method: "POST", headers, body: JSON.stringify(body) });
  expect((await post(report)).status).toBe(204);
  expect((await post({ ...report, workers: 3 })).status).toBe(204);
  expect(await api.db.gatewayStatus.findMany()).toEqual([
    expect.objectContaining({ instance: "host:3002", report: { ...report, workers: 3 } }),
  ]);
  expect((await post({ ...report, workers: -1 })).status).toBe(400);
});

test("those that wait do not hold up the end of the API", async () => {
  const own = await startTestApi();
  const url = `${own.url}/internal/gateway/snapshot`;
  const { version } = await snapshotOf(await fetch(url, { headers }));
  const waiting = fetch(url, { headers: { ...headers, "if-none-match": `"${version}"` } });
  await sleep(300);
  const closing = own.close();
  expect((await waiting.catch(() => ({ status: 304 }))).status).toBe(304);
  await closing;
});
