import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import { encodeGatewayRecord, gatewayRecordRows } from "@plumbline/ingestion/gateway-record";
import { systemClock } from "@plumbline/runtime/clock";
import { sweepRetention } from "@plumbline/services/retention";
import {
  countOpenReviewItems,
  exportReviewItems,
  giveBackReviewItem,
  listReviewItems,
  listReviewItemsOfTrace,
  openReviewItems,
  type ReviewShow,
  reopenReviewItem,
  resolveReviewItem,
  takeReviewItem,
} from "@plumbline/services/review-item";
import {
  cancelTraceDeletion,
  eraseDueTraces,
  requestTraceDeletion,
} from "@plumbline/services/trace-deletion";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { chat, createPeople, handedOver } from "./review-items.fixture.ts";

let api: TestApi;
let projectId: string;
let people: Awaited<ReturnType<typeof createPeople>>;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  projectId = await createProject(api.db);
  people = await createPeople(api, projectId);
});

const dayUs = 86_400_000_000;
const hour = 3_600_000;
const callOf = (given: Partial<GatewayCall> = {}) => handedOver(projectId, given);

/** Into the journal as the gateway writes it, and from there into the store. */
async function record(call: GatewayCall, request = chat("Hello?", "Where is my parcel?")): Promise<void> {
  const written = { call, request: Buffer.from(request), response: [Buffer.from("{}")] };
  const entry = { lane: call.projectId, rows: gatewayRecordRows(call) };
  await api.journal.append(encodeGatewayRecord(written), entry);
  await api.drained();
}

const open = (days = 2) => openReviewItems(api.ctx, { days });
const list = async (show: ReviewShow = "open", ctx = people.viewer) =>
  (await listReviewItems(ctx, { projectId, show, limit: 50 })).rows;
async function openOne(given: Partial<GatewayCall> = {}) {
  const call = callOf(given);
  await record(call);
  await open();
  const item = await api.db.reviewItem.findFirstOrThrow({ where: { projectId, spanId: call.spanId } });
  return { call, itemId: item.id, key: { projectId, itemId: item.id } };
}
describe("opening", () => {
  it("opens one item per call that was handed over, with what was asked and why", async () => {
    const call = callOf();
    await record(call);
    expect(await open()).toEqual({ projects: 1, items: 1 });
    expect(await list()).toMatchObject([
      {
        source: "gateway_handover",
        traceId: call.traceId,
        spanId: call.spanId,
        state: "open",
        asked: "Where is my parcel?",
        reason: "All places of the pool “llama” were taken.",
        model: "llama",
        pool: "llama",
        userId: "user-7",
        sessionId: "chat-7",
        assignee: null,
      },
    ]);
    expect(await countOpenReviewItems(people.viewer, { projectId })).toBe(1);
    expect(await listReviewItemsOfTrace(people.viewer, { projectId, traceId: call.traceId })).toHaveLength(1);
    const entries = await api.db.auditEntry.findMany({ where: { projectId, action: "review-item.opened" } });
    expect(entries).toMatchObject([{ actorType: "system", after: { source: "gateway_handover", items: 1 } }]);
  });

  it("opens nothing twice: not for another run, a replay, two runs at once or a later version", async () => {
    const call = callOf({ open: true });
    await record(call);
    expect(await open()).toEqual({ projects: 1, items: 1 });
    await record(call);
    const { open: _, ...ended } = call;
    await record({ ...ended, endUs: call.endUs + 1 });
    expect(await open()).toEqual({ projects: 0, items: 0 });
    await Promise.all([record(callOf()), record(callOf())]);
    const runs = await Promise.all([open(), open(), open()]);
    expect(runs.reduce((sum, { items }) => sum + items, 0)).toBe(2);
    expect(await list()).toHaveLength(3);
  });

  it("leaves out calls that were served in other ways, or that only say so", async () => {
    await record(callOf({ degraded: "answer" }));
    await record(
      callOf({ metadata: { "gateway.degraded": "handover", note: "handover" }, degraded: "pool" }),
    );
    const fields = {
      kind: "GENERATION",
      name: "forged",
      startTimeUs: Date.now() * 1_000,
      attributes: { "gateway.degraded": "handover", "gateway.pool": "x" },
    } as const;
    await acceptEvents(
      { journal: api.journal, clock: systemClock },
      {
        projectId,
        source: "otlp",
        events: [{ type: "span", traceId: "t-forged", spanId: "s-forged", fields }],
      },
    );
    await api.drained();
    expect(await open()).toEqual({ projects: 0, items: 0 });
  });

  it("finds what an outage held back, within its days", async () => {
    const startUs = Date.now() * 1_000 - 10 * dayUs;
    await record(callOf({ startUs, endUs: startUs + 1 }));
    expect(await open(2)).toEqual({ projects: 0, items: 0 });
    expect(await open(35)).toEqual({ projects: 1, items: 1 });
  });

  it("reads more calls than one page holds, also those that began at the same moment", async () => {
    const startUs = Date.now() * 1_000 - 60_000_000;
    for (let index = 0; index < 1_005; index++) {
      const call = callOf({ startUs: startUs + Math.floor(index / 600), record: "usage" });
      const written = { call, request: Buffer.alloc(0), response: [] };
      await api.journal.append(encodeGatewayRecord(written), { lane: projectId, rows: 1 });
    }
    await api.drained();
    expect(await open()).toEqual({ projects: 1, items: 1_005 });
    const seen: string[] = [];
    for await (const page of exportReviewItems(people.viewer, { projectId, show: "open" })) {
      seen.push(...page.map(({ id }) => id));
      expect(page.every(({ asked }) => asked === null)).toBe(true);
    }
    expect(new Set(seen).size).toBe(1_005);
    expect(seen).toHaveLength(1_005);
    expect(await countOpenReviewItems(people.viewer, { projectId })).toBe(100);
  });

  it.each([
    [
      [
        [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: {} },
        ],
      ],
      "What is this?",
    ],
    [[`<b>"quoted" \u{1f600}</b>`], `<b>"quoted" \u{1f600}</b>`],
    [["x".repeat(2_000)], "x".repeat(500)],
  ])("shows what was asked last: %#", async (contents, asked) => {
    const call = callOf();
    await record(call, chat("earlier", ...contents));
    await open();
    expect(await list()).toMatchObject([{ asked }]);
  });

  it("shows the beginning of an input that is no chat", async () => {
    const call = callOf({ operation: "completions" });
    await record(call, JSON.stringify({ prompt: "Once upon a time" }));
    await open();
    expect(await list()).toMatchObject([{ asked: "Once upon a time" }]);
  });
});

describe("working on items", () => {
  it("is taken, given back, resolved with a note and reopened, each in the audit log", async () => {
    const { key } = await openOne();
    expect(await takeReviewItem(people.ada, key)).toMatchObject({
      state: "taken",
      assignee: { name: "Ada" },
    });
    expect([await list(), await list("mine", people.bob), await list("mine", people.ada)]).toMatchObject([
      [],
      [],
      [{ state: "taken" }],
    ]);
    expect(await giveBackReviewItem(people.ada, key)).toMatchObject({ state: "open", assignee: null });
    await takeReviewItem(people.ada, key);
    const resolved = await resolveReviewItem(people.ada, { ...key, note: " Called them. " });
    expect(resolved).toMatchObject({ state: "done", note: "Called them.", resolvedBy: { name: "Ada" } });
    expect(await list("done")).toMatchObject([{ note: "Called them." }]);
    expect(await reopenReviewItem(people.bob, key)).toMatchObject({
      state: "taken",
      assignee: { name: "Ada" },
      note: "",
      resolvedAt: null,
      resolvedBy: null,
    });
    const entries = await api.db.auditEntry.findMany({
      where: { entityId: key.itemId },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action }) => action)).toEqual(
      ["taken", "given-back", "taken", "resolved", "reopened"].map((verb) => `review-item.${verb}`),
    );
    expect(entries.at(-1)).toMatchObject({ before: { note: "Called them.", state: "done" } });
  });

  it("goes to one of two who take it at once", async () => {
    const { key } = await openOne();
    const taken = await Promise.allSettled([
      takeReviewItem(people.ada, key),
      takeReviewItem(people.bob, key),
    ]);
    expect(taken.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(taken.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(await api.db.auditEntry.count({ where: { entityId: key.itemId } })).toBe(1);
  });

  it("is its assignee's, or who manages the members'", async () => {
    const { key } = await openOne();
    await takeReviewItem(people.ada, key);
    for (const change of [giveBackReviewItem, resolveReviewItem, takeReviewItem]) {
      await expect(change(people.bob, key)).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await giveBackReviewItem(people.chief, key)).toMatchObject({ state: "open" });
    expect(await resolveReviewItem(people.bob, key)).toMatchObject({ state: "done", assignee: null });
    expect(await reopenReviewItem(people.bob, key)).toMatchObject({ state: "open" });
  });

  it("is read by viewers, changed by members, and not there for others", async () => {
    const { key, call } = await openOne();
    const elsewhere = await createProject(api.db);
    const place = { projectId: elsewhere, itemId: key.itemId };
    const { organizationId } = await api.db.project.findUniqueOrThrow({ where: { id: elsewhere } });
    const userId = people.ada.actor.type === "user" ? people.ada.actor.userId : "";
    await api.db.membership.create({ data: { organizationId, userId, role: "owner" } });
    for (const change of [takeReviewItem, giveBackReviewItem, resolveReviewItem, reopenReviewItem]) {
      await expect(change(people.viewer, key)).rejects.toMatchObject({ code: "forbidden" });
      await expect(change(people.ada, place)).rejects.toMatchObject({ code: "not_found" });
      await expect(change(people.ada, { projectId, itemId: "a\0b" })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(change(people.bob, place)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listReviewItemsOfTrace(people.ada, { projectId: elsewhere, traceId: call.traceId })).toEqual(
      [],
    );
    await expect(openReviewItems(people.chief, { days: 2 })).rejects.toMatchObject({ code: "forbidden" });
    expect((await api.db.reviewItem.findUniqueOrThrow({ where: { id: key.itemId } })).state).toBe("open");
  });
});

describe("what becomes of them", () => {
  it("vanish with their trace, come back with it, and are erased with it for good", async () => {
    const { call, key } = await openOne();
    const kept = await openOne();
    const traceIds = [call.traceId];
    const first = await requestTraceDeletion(people.chief, { projectId, traceIds });
    expect((await list()).map(({ id }) => id)).toEqual([kept.itemId]);
    expect(await countOpenReviewItems(people.viewer, { projectId })).toBe(1);
    await expect(takeReviewItem(people.ada, key)).rejects.toMatchObject({ code: "not_found" });
    expect(await listReviewItemsOfTrace(people.viewer, { projectId, traceId: call.traceId })).toEqual([]);
    await cancelTraceDeletion(people.chief, { projectId, deletionId: first.id });
    expect(await list()).toHaveLength(2);
    await requestTraceDeletion(people.chief, { projectId, traceIds });
    const later = systemClock.nowMs() + 2 * hour;
    await eraseDueTraces({ ...api.ctx, clock: { nowMs: () => later, nowUs: () => later * 1_000 } });
    expect((await api.db.reviewItem.findMany({ where: { projectId } })).map(({ id }) => id)).toEqual([
      kept.itemId,
    ]);
    // A replay of the record brings back neither.
    await record(call);
    expect(await open()).toEqual({ projects: 0, items: 0 });
  });

  it("are kept as long as their traces, and not opened anew after that", async () => {
    await openOne();
    await api.db.project.update({
      where: { id: projectId },
      data: { retentionDays: 3 },
    });
    expect((await sweepRetention(api.ctx)).projects).toBe(0);
    const later = systemClock.nowMs() + 4 * 24 * hour;
    const clock = { nowMs: () => later, nowUs: () => later * 1_000 };
    // A row that the sweep has not come to yet opens nothing.
    await api.db.reviewItem.deleteMany({ where: { projectId } });
    expect(await openReviewItems({ ...api.ctx, clock }, { days: 35 })).toEqual({ projects: 0, items: 0 });
    expect(await open(35)).toEqual({ projects: 1, items: 1 });
    expect((await sweepRetention({ ...api.ctx, clock })).projects).toBe(1);
    expect(await api.db.reviewItem.count({ where: { projectId } })).toBe(0);
    const [entry] = await api.db.auditEntry.findMany({ where: { projectId, action: "retention.swept" } });
    expect(entry?.after).toMatchObject({ rows: { spans: 1, review_items: 1 } });
  });
});
