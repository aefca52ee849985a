import type { TraceBody } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject } from "./api.fixture.ts";
import { at, type LangfuseWorld, startWorld, worldEvents } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const json = (method: string, body: unknown) => ({ method, body: JSON.stringify(body) });

test("objects come one a request as well, as clients sent them before there were batches", async () => {
  const { api, ask, get } = world;
  expect(
    await ask("traces", json("POST", { id: "old-1", name: "old", userId: "eve", timestamp: at(0) })),
  ).toEqual({
    status: 200,
    body: { id: "old-1" },
  });
  const { body } = await ask("spans", json("POST", { traceId: "old-1", name: "step", startTime: at(0) }));
  const { id: spanId } = { id: "", ...body };
  const generation = {
    id: "old-g",
    traceId: "old-1",
    name: "call",
    startTime: at(0),
    model: "gpt-4o",
    novelty: 1,
  };
  await ask("generations", json("POST", generation));
  await ask("events", json("POST", { id: "old-e", traceId: "old-1", name: "tick", startTime: at(0) }));
  await ask("spans", json("PATCH", { spanId, traceId: "old-1", endTime: at(1_000), output: "done" }));
  await ask("generations", json("PATCH", { generationId: "old-g", traceId: "old-1", endTime: at(2_000) }));
  await api.drained();
  const trace = await get<TraceBody>("traces/old-1");
  expect(trace).toMatchObject({ name: "old", userId: "eve" });
  const seen = trace.observations.map(({ type, name, endTime }) => `${type} ${name} ${endTime}`);
  expect(new Set(seen)).toEqual(
    new Set(["EVENT tick null", `GENERATION call ${at(2_000)}`, `SPAN step ${at(1_000)}`]),
  );
});

test.each([
  ["spans", "PATCH", {}],
  ["spans", "PATCH", { spanId: "s" }],
  ["spans", "POST", { id: 7 }],
  ["generations", "POST", { promptVersion: "one" }],
  ["traces", "POST", { tags: "a" }],
  ["traces", "POST", []],
])("%s refuse %s of %j", async (path, method, body) => {
  const answer = await world.ask(path, json(method, body));
  expect([answer.status, answer.body.error]).toEqual([400, "InvalidRequestError"]);
  expect(answer.body.errors).toHaveLength(1);
});

test("a batch that is sent again, whole and out of order, changes nothing", async () => {
  const { api, get, ids } = world;
  // When the latest news arrived does change.
  const lasting = (value: unknown) =>
    JSON.stringify(value, (key, member) => (key === "createdAt" || key === "updatedAt" ? undefined : member));
  const read = async () => [
    await get("traces"),
    await get("traces/t1"),
    await get("v2/observations?fields=basic,io,usage,metadata"),
    await ids("v2/scores"),
  ];
  const before = lasting(await read());
  for (const batch of [worldEvents, worldEvents.toReversed()]) {
    const answer = await api.call("/api/public/ingestion", json("POST", { batch }));
    expect(answer.status).toBe(207);
    await api.drained();
  }
  expect(lasting(await read())).toEqual(before);
});

describe("deleting traces", () => {
  test("makes them vanish from every read at once, one and many", async () => {
    const { api, ask, ids } = world;
    for (const id of ["gone-1", "gone-2", "gone-3"]) {
      await ask("traces", json("POST", { id, sessionId: "gone", timestamp: at(0) }));
      await ask("spans", json("POST", { id: `span-${id}`, traceId: id, startTime: at(0) }));
    }
    await api.drained();
    expect(await ids("traces?sessionId=gone")).toEqual(["gone-1", "gone-2", "gone-3"]);
    expect(await ask("traces/gone-1", { method: "DELETE" })).toEqual({
      status: 200,
      body: { message: "Trace deleted successfully" },
    });
    expect(await ids("v2/observations?sessionId=gone")).toEqual(["span-gone-2", "span-gone-3"]);
    expect(await ask("traces", json("DELETE", { traceIds: ["gone-2", "gone-3", "never-was"] }))).toEqual({
      status: 200,
      body: { message: "Traces deleted successfully" },
    });
    expect(await ids("traces?sessionId=gone")).toEqual([]);
    expect((await ask("sessions/gone")).status).toBe(404);
    expect((await ask("observations/span-gone-1")).status).toBe(404);
    const actions = await api.db.auditEntry.findMany({ where: { action: "trace-deletion.requested" } });
    expect(actions.map(({ actorType }) => actorType)).toEqual(["api_key", "api_key"]);
  });

  test("wants the scope, and touches no other project", async () => {
    const { api, ask } = world;
    const [stranger, reader] = await Promise.all([
      api.createKey(["admin"], { projectId: await createProject(api.db) }),
      api.createKey(["read", "ingest", "scores"]),
    ]);
    const as = (basic: string) => ask("traces/t1", { method: "DELETE", headers: { authorization: basic } });
    expect((await as(reader.basic)).status).toBe(403);
    expect((await as(stranger.basic)).status).toBe(200);
    expect((await ask("traces/t1")).status).toBe(200);
  });

  test.each([{}, { traceIds: [] }, { traceIds: "t1" }, { traceIds: [1] }])("refuses %j", async (body) => {
    expect((await world.ask("traces", json("DELETE", body))).status).toBe(400);
  });
});
