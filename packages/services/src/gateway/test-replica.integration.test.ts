import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { GatewayStatusReport } from "@plumbline/contracts/gateway-status";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { poolAt, test } from "./gateway.fixture.ts";
import { reportGatewayStatus, saveGatewaySecret, testReplica } from "./index.ts";

let upstream: { server: Server; url: string; seen: string[] };
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream?.server.close());

describe("a test of a replica", () => {
  const byName = (checks: Awaited<ReturnType<typeof testReplica>>) =>
    Object.fromEntries(checks.map(({ asked, ok, saw, todo }) => [asked, { ok, saw, todo }]));
  const replicaIdOf = (projectId: string) => `${projectId}/model-a/${upstream.url.slice("http://".length)}`;

  test("says what it saw, with the secret where it belongs", async ({ ctx, db, projectId }) => {
    await db.gatewayStatus.deleteMany();
    await reportGatewayStatus(db, reportOf(), Date.now());
    await saveGatewaySecret(ctx, { projectId, name: "key", value: "sk-up", origins: [upstream.url] });
    const document = poolAt(upstream.url, "secret:key");
    const replicaId = replicaIdOf(projectId);
    const checks = byName(await testReplica(ctx, { projectId, document, replicaId }));
    expect(checks).toEqual({
      "A call of one token": { ok: true, saw: "It answered.", todo: null },
      "GET /health": { ok: true, saw: "It says it is well.", todo: null },
      "GET /metrics": { ok: true, saw: "3 running, 1 waiting, KV cache 25 %.", todo: null },
      "GET /v1/models": { ok: true, saw: "It serves model-a.", todo: null },
    });
    expect(upstream.seen).toContain("POST /v1/chat/completions Bearer sk-up");
    const bare = byName(await testReplica(ctx, { projectId, document: poolAt(upstream.url), replicaId }));
    expect(bare["A call of one token"]).toMatchObject({
      ok: false,
      saw: "It answered 401: no key",
      todo: expect.stringContaining("secret:NAME"),
    });
  });

  test("reads the exporters of its host, and says which GPU it does not find there", async ({
    ctx,
    db,
    projectId,
  }) => {
    await db.gatewayStatus.deleteMany();
    await reportGatewayStatus(db, reportOf(), Date.now());
    const withPages = (ids: string) =>
      `${poolAt(upstream.url)}        metrics_url: ${upstream.url}/engine\n        dcgm_url: ${upstream.url}/dcgm\n        node_exporter_url: ${upstream.url}/node\n        gpu_ids: ${ids}\n`;
    const run = async (ids: string) =>
      byName(
        await testReplica(ctx, { projectId, document: withPages(ids), replicaId: replicaIdOf(projectId) }),
      );
    const checks = await run("[1]");
    expect(checks["GET /dcgm of dcgm_url"]).toEqual({ ok: true, saw: "1 GPU, 72 % in use.", todo: null });
    expect(checks["GET /node of node_exporter_url"]).toEqual({
      ok: true,
      saw: "It tells of its processors, and 64 GiB of memory.",
      todo: null,
    });
    expect(checks["GET /engine of metrics_url"]?.saw).toBe("The page names no running or waiting requests.");
    expect(checks["GET /metrics"]).toBeUndefined();
    const other = await run("[0, 1]");
    expect(other["GET /dcgm of dcgm_url"]).toMatchObject({
      ok: null,
      saw: "It does not name all of GPU 0, 1.",
    });
  });

  test("reaches no private address that no operator named, and says how to name one", async ({
    ctx,
    db,
    projectId,
  }) => {
    await db.gatewayStatus.deleteMany();
    const asked = upstream.seen.length;
    const wanted = { projectId, document: poolAt(upstream.url), replicaId: replicaIdOf(projectId) };
    const checks = byName(await testReplica(ctx, wanted));
    expect(checks["A call of one token"]).toMatchObject({
      ok: false,
      saw: "127.0.0.1 is a private address",
      todo: expect.stringContaining("EGRESS_ALLOW_PRIVATE"),
    });
    expect(upstream.seen).toHaveLength(asked);
  });
});

/** A gateway that may reach the upstream of this test. */
function reportOf(): GatewayStatusReport {
  return {
    instance: "one",
    startedAtMs: 0,
    workers: 1,
    snapshotVersion: "v",
    allowedPrivateHosts: ["127.0.0.1"],
    projects: [],
  };
}

async function startUpstream(): Promise<typeof upstream> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push(`${method} ${url} ${headers.authorization ?? ""}`);
    request.resume();
    if (url === "/metrics") {
      response.end(
        "vllm:num_requests_running 3\nvllm:num_requests_waiting 1\nvllm:kv_cache_usage_perc 0.25\n",
      );
    } else if (url === "/dcgm") response.end('DCGM_FI_DEV_GPU_UTIL{gpu="1"} 72\n');
    else if (url === "/node") {
      response.end('node_cpu_seconds_total{cpu="0",mode="idle"} 5\nnode_memory_MemTotal_bytes 68719476736\n');
    } else if (url === "/v1/models") response.end('{"data":[{"id":"model-a"}]}');
    else if (method === "POST" && headers.authorization !== "Bearer sk-up") {
      response.writeHead(401).end('{"error":{"message":"no key"}}');
    } else response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
