import { expect, test } from "vitest";
import { setUpArrivals } from "../arrivals.fixture.ts";
import { getIngestionHealth } from "./index.ts";

const stage = setUpArrivals();

/** Yesterday: what is refused is kept for thirty days only. */
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const before = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const noon = Date.parse(`${day}T12:00:00Z`);
const hour = () => ({ projectId: stage().projectId, fromMs: noon, toMs: noon + 3_600_000, zone: "UTC" });

test("rates, reasons and senders are of what arrived in the window, once", async () => {
  const { ctx, store, refuse } = stage();
  await store([
    { traceId: "a", receivedAt: `${day}T12:00:10.000Z`, service: "shop" },
    { traceId: "b", receivedAt: `${day}T12:00:20.000Z`, service: "shop", unpriced: true },
    { traceId: "c", receivedAt: `${day}T12:30:00.000Z`, source: "langfuse" },
    // Began before the window and arrived in it; began in it and arrived after it.
    { traceId: "d", receivedAt: `${day}T12:59:59.999Z`, startedAt: `${before}T00:00:00.000Z` },
    { traceId: "e", receivedAt: `${day}T13:00:00.000Z`, startedAt: `${day}T12:59:00.000Z` },
  ]);
  // Written anew by a later part: one span.
  await store([
    { traceId: "b", receivedAt: `${day}T12:00:20.000Z`, service: "shop", unpriced: true, version: 2 },
  ]);
  await store([{ traceId: "x", receivedAt: `${day}T12:00:10.000Z` }], "another");
  await refuse(`${day}T12:10:00.000Z`, "span.missing_id", "first");
  await refuse(`${day}T12:20:00.000Z`, "span.missing_id", "second");
  await refuse(`${day}T12:20:00.000Z`, "body.malformed", "other");
  await refuse(`${day}T11:59:59.999Z`, "body.malformed", "before");
  await refuse(`${day}T12:20:00.000Z`, "foreign", "another", "another");

  const health = await getIngestionHealth(ctx, hour());
  expect(health.accepted.map(({ source, total }) => [source, total])).toEqual([
    ["otlp", 3],
    ["langfuse", 1],
  ]);
  // Buckets of a minute: two spans in the first.
  expect(health.buckets.step).toEqual({ amount: 1, unit: "minute" });
  expect(health.accepted[0]?.perSecond[0]).toBeCloseTo(2 / 60, 10);
  expect(health.accepted[0]?.perSecond[1]).toBe(0);
  expect(health.accepted[0]?.perSecond.at(-1)).toBeCloseTo(1 / 60, 10);
  expect(health.rejected.map(({ source, total }) => [source, total])).toEqual([["langfuse", 3]]);
  expect(health.reasons).toEqual([
    {
      code: "span.missing_id",
      stage: "accept",
      sources: ["langfuse"],
      reason: "second",
      events: 2,
      lastAt: `${day}T12:20:00.000Z`,
    },
    expect.objectContaining({ code: "body.malformed", events: 1, reason: "other" }),
  ]);
  expect(health.senders[0]).toEqual({
    service: "shop",
    scope: "scope",
    source: "otlp",
    spans: 2,
    unpriced: 1,
    lastSeenAt: `${day}T12:00:20.000Z`,
  });
  expect([health.senderCount, health.unpriced]).toEqual([3, 1]);
});

test("a project of others is not found, and an empty one has nothing that is newest", async () => {
  const { ctx, stranger, projectId } = stage();
  await expect(getIngestionHealth(stranger, hour())).rejects.toMatchObject({ code: "not_found" });
  const empty = await ctx.db.project.findFirstOrThrow({ where: { id: projectId } });
  const { id } = await ctx.db.project.create({
    data: { organizationId: empty.organizationId, name: "empty" },
  });
  const health = await getIngestionHealth(ctx, { ...hour(), projectId: id });
  expect(health).toMatchObject({ accepted: [], rejected: [], senders: [], newestAt: null, unpriced: 0 });
});
