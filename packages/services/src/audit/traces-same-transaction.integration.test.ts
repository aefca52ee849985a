import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { setBookmark } from "../bookmark/index.ts";
import { addComment, editComment, removeComment } from "../comment/index.ts";
import {
  giveBackReviewItem,
  openReviewItems,
  reopenReviewItem,
  resolveReviewItem,
  takeReviewItem,
} from "../review-item/index.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { freshClickHouse, writeTrace } from "../trace/one-trace.fixture.ts";
import { createTraceShare, revokeTraceShare } from "../trace-share/index.ts";

let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let commentId: string;
const itemIds = { open: "", taken: "", done: "" };

beforeAll(async () => {
  ({ db } = await freshDatabase());
  clickhouse = await freshClickHouse();
  tenants = await createTenants(db);
  for (const traceId of ["fresh", "known"]) await writeTrace(clickhouse, { ...project(), traceId });
  const key = `'${project().projectId}', 'handed-over', 's', '${new Date().toISOString().slice(0, 19)}', 1`;
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, source) VALUES (${key}, 'gateway')`,
  );
  await clickhouse.command(
    `INSERT INTO span_io (project_id, trace_id, span_id, start_time, row_version, attributes)
     VALUES (${key}, map('gateway.degraded', 'handover'))`,
  );
  await db.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused by the test'; END $$`;
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  const onKnown = { ...project(), traceId: "known" };
  await Promise.all([db.bookmark.deleteMany(), db.comment.deleteMany(), db.traceShare.deleteMany()]);
  await db.reviewItem.deleteMany();
  await db.bookmark.create({ data: { ...onKnown, createdByUserId: "" } });
  await db.traceShare.create({ data: { ...onKnown, createdByUserId: "" } });
  const authorUserId = tenants.users.owner.userId;
  for (const state of ["open", "taken", "done"] as const) {
    const times = { spanStartedAt: new Date(), openedAt: new Date() };
    const assigned = { state, assigneeUserId: state === "taken" ? authorUserId : null };
    const told = { source: "gateway_handover", spanId: state, reason: "All places were taken." };
    const { id } = await db.reviewItem.create({ data: { ...onKnown, ...told, ...times, ...assigned } });
    itemIds[state] = id;
  }
  ({ id: commentId } = await db.comment.create({ data: { ...onKnown, authorUserId, body: "before" } }));
});

const project = () => ({ projectId: tenants.projects.own.id });
const asOwner = () => ({ ...contextOf(db, tenants.users.owner), clickhouse });

/** Everything but what is written down about it. */
const rows = async () => ({
  bookmarks: await db.bookmark.findMany({ orderBy: { traceId: "asc" } }),
  comments: await db.comment.findMany({ orderBy: { id: "asc" } }),
  items: await db.reviewItem.findMany({ orderBy: { id: "asc" } }),
  shares: await db.traceShare.findMany({ orderBy: { id: "asc" } }),
});

const mutations = {
  "bookmark/set": () => setBookmark(asOwner(), { ...project(), traceId: "fresh", bookmarked: true }),
  "bookmark/clear": () => setBookmark(asOwner(), { ...project(), traceId: "known", bookmarked: false }),
  "comment/add": () =>
    addComment(asOwner(), { ...project(), traceId: "fresh", spanId: null, body: "Why so slow?" }),
  "comment/edit": () => editComment(asOwner(), { ...project(), commentId, body: "after" }),
  "comment/remove": () => removeComment(asOwner(), { ...project(), commentId }),
  "review-item/open": () => openReviewItems({ ...asOwner(), actor: system }, { days: 2 }),
  "review-item/take": () => takeReviewItem(asOwner(), { ...project(), itemId: itemIds.open }),
  "review-item/give-back": () => giveBackReviewItem(asOwner(), { ...project(), itemId: itemIds.taken }),
  "review-item/resolve": () => resolveReviewItem(asOwner(), { ...project(), itemId: itemIds.taken }),
  "review-item/reopen": () => reopenReviewItem(asOwner(), { ...project(), itemId: itemIds.done }),
  "trace-share/create": () =>
    createTraceShare(asOwner(), { ...project(), traceId: "fresh", expiresInDays: 7 }),
  "trace-share/revoke": () => revokeTraceShare(asOwner(), { ...project(), traceId: "known" }),
};

test.each(Object.entries(mutations))("%s leaves nothing when its audit entry fails", async (_, mutate) => {
  const before = await rows();
  // At commit, so that whatever was written past the transaction would stay behind.
  await db.$executeRaw`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`;
  try {
    await expect(mutate()).rejects.toThrow("refused by the test");
  } finally {
    await db.$executeRaw`DROP TRIGGER refuse ON audit_entries`;
  }
  expect(await rows()).toEqual(before);
  const entries = await db.auditEntry.count();
  await mutate();
  expect(await rows()).not.toEqual(before);
  expect(await db.auditEntry.count()).toBe(entries + 1);
});
