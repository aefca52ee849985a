import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  api.call(path, { method: "POST", body, headers });
const protobuf = { "content-type": "application/x-protobuf" };
const event = (id: string, type: string, body: unknown) => ({
  id,
  type,
  body,
  timestamp: new Date().toISOString(),
});

describe("keys", () => {
  const statusWith = async (authorization: string | null, path = "/api/public/traces") =>
    (await fetch(`${api.url}${path}`, authorization === null ? {} : { headers: { authorization } })).status;

  test.each([
    ["none", null],
    ["no scheme", "garbage"],
    ["another scheme", "Digest x"],
    ["empty Basic", "Basic "],
    ["Basic without a secret", `Basic ${Buffer.from("pk-lf-1:").toString("base64")}`],
    ["unknown", `Basic ${Buffer.from("pk-lf-1:sk-lf-1").toString("base64")}`],
    ["with NUL", `Basic ${Buffer.from("pk\u0000:sk\u0000").toString("base64")}`],
    ["very long", `Basic ${Buffer.from(`pk:${"x".repeat(5_000)}`).toString("base64")}`],
    ["an unknown Bearer", "Bearer sk-lf-1"],
  ])("%s are 401", async (_name, authorization) => {
    expect(await statusWith(authorization)).toBe(401);
  });

  test("revoked, expired or with another's secret are 401", async () => {
    const past = new Date(Date.now() - 60_000);
    const revoked = await api.createKey(["read"], { revokedAt: past });
    const expired = await api.createKey(["read"], { expiresAt: past });
    const mixed = Buffer.from(`${revoked.publicKey}:${api.key.secretKey}`).toString("base64");
    for (const basic of [revoked.basic, expired.basic, `Basic ${mixed}`])
      expect(await statusWith(basic)).toBe(401);
  });

  test("401 has the shape that clients expect", async () => {
    const ingestion = await fetch(`${api.url}/api/public/ingestion`, { method: "POST", body: "{}" });
    expect(await ingestion.json()).toEqual({ message: expect.any(String), error: "UnauthorizedError" });
    const traces = await fetch(`${api.url}/api/public/traces`);
    expect(await traces.json()).toEqual({ message: expect.any(String) });
  });

  test("of the wrong scope are 403", async () => {
    const reader = await api.createKey(["read"]);
    const writer = await api.createKey(["ingest"]);
    expect(await statusWith(writer.basic)).toBe(403);
    for (const path of ["/v1/traces", "/api/public/ingestion", "/api/public/scores"]) {
      const headers = { ...protobuf, authorization: reader.basic };
      expect((await post(path, "{}", headers)).status).toBe(403);
    }
    expect(await statusWith(reader.basic)).toBe(200);
  });

  test("that are only public create scores and nothing else", async () => {
    const authorization = `Bearer ${api.key.publicKey}`;
    const body = JSON.stringify({
      batch: [
        event("score", "score-create", { name: "thumb", value: 1, traceId: "t" }),
        event("trace", "trace-create", { id: "forged" }),
      ],
    });
    const answer = await post("/api/public/ingestion", body, { authorization });
    expect(await answer.json()).toMatchObject({
      successes: [{ id: "score", status: 201 }],
      errors: [{ id: "trace", status: 403 }],
    });
    expect((await post("/v1/traces", exportRequest([]), { ...protobuf, authorization })).status).toBe(401);
    expect(await statusWith(authorization)).toBe(401);
  });
});
