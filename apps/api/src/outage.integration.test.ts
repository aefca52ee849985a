import { connect, createServer, type Server, type Socket } from "node:net";
import { createTestDatabase } from "@plumbline/testing/engines";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, spanBytes } from "./otlp.fixture.ts";

/** A wire to a server that can be cut and mended. */
async function createWire(target: URL) {
  const sockets = new Set<Socket>();
  let server: Server;
  const open = (port: number) =>
    new Promise<number>((resolve) => {
      server = createServer((near) => {
        const far = connect(Number(target.port), target.hostname);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket
            .on("error", () => undefined)
            .on("close", () => {
              sockets.delete(socket);
              near.destroy();
              far.destroy();
            });
        }
        near.pipe(far).pipe(near);
      });
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  const port = await open(0);
  const url = new URL(target);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: () => open(port),
  };
}

let api: TestApi;
let wire: Awaited<ReturnType<typeof createWire>>;
beforeAll(async () => {
  const database = await createTestDatabase();
  wire = await createWire(new URL(database.clickhouseUrl));
  api = await startTestApi({ database, clickhouseUrl: wire.url });
});
afterAll(async () => {
  await api?.close();
  await wire?.cut();
});

test("while ClickHouse is away events are accepted; when it is back they are there, once", async () => {
  await wire.cut();
  const traceId = Buffer.from("4bf92f3577b34da6a3ce929d0e0e4736", "hex");
  const body = exportRequest([spanBytes({ traceId }), spanBytes({ traceId })]);
  const headers = { "content-type": "application/x-protobuf" };
  expect((await api.call("/v1/traces", { method: "POST", headers, body })).status).toBe(200);
  const batch = JSON.stringify({
    batch: [
      {
        id: "e-1",
        type: "trace-create",
        timestamp: new Date().toISOString(),
        body: { id: "during", name: "outage" },
      },
    ],
  });
  for (let round = 0; round < 2; round++) {
    expect((await api.call("/api/public/ingestion", { method: "POST", body: batch })).status).toBe(207);
  }

  const ready = await fetch(`${api.url}/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { checks: { clickhouse: "unreachable" } }]);
  const read = await api.call("/api/public/traces");
  expect([read.status, read.headers.get("retry-after")]).toEqual([503, "2"]);

  await wire.mend();
  await api.drained();
  const traces = await api.call("/api/public/traces");
  expect(await traces.json()).toMatchObject({ meta: { totalItems: 2 } });
  const trace = await api.call(`/api/public/traces/${traceId.toString("hex")}`);
  expect(((await trace.json()) as { observations: unknown[] }).observations).toHaveLength(2);
});
