import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addCommentAbout } from "../comment/index.ts";
import { upsertDataset } from "../dataset/index.ts";
import { removeDatasetItem, upsertDatasetItem } from "../dataset-item/index.ts";
import { addDatasetRunItem, removeDatasetRun } from "../dataset-run/index.ts";
import { addPromptLabels, createPromptVersion, removePrompt } from "../prompt/index.ts";
import { createScoreConfig, updateScoreConfig } from "../score-config/index.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
  await db.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused by the test'; END $$`;
});
afterAll(() => db.$disconnect());

const project = () => ({ projectId: tenants.projects.own.id });
const asMember = () => contextOf(db, tenants.users.member);
const name = "one";
const newest = async () => (await db.scoreConfig.findFirstOrThrow({ orderBy: { id: "desc" } })).id;

/** In an order in which each finds what it needs. */
const mutations: Record<string, () => Promise<unknown>> = {
  "prompt/create-version": () =>
    createPromptVersion(asMember(), {
      ...project(),
      name,
      type: "text",
      content: "x",
      labels: ["production"],
    }),
  "prompt/add-labels": () => addPromptLabels(asMember(), { ...project(), name, version: 1, labels: ["new"] }),
  "prompt/remove": () => removePrompt(asMember(), { ...project(), name }),
  "dataset/create": () => upsertDataset(asMember(), { ...project(), name }),
  "dataset/change": () => upsertDataset(asMember(), { ...project(), name, description: "changed" }),
  "dataset-item/create": () =>
    upsertDatasetItem(asMember(), { ...project(), datasetName: name, id: "item", input: 1 }),
  "dataset-item/change": () =>
    upsertDatasetItem(asMember(), { ...project(), datasetName: name, id: "item", input: 2 }),
  "dataset-run/add-item": () =>
    addDatasetRunItem(asMember(), { ...project(), runName: "run", datasetItemId: "item", traceId: "t" }),
  "dataset-run/remove": () =>
    removeDatasetRun(asMember(), { ...project(), datasetName: name, runName: "run" }),
  "dataset-item/remove": () => removeDatasetItem(asMember(), { ...project(), itemId: "item" }),
  "score-config/create": () => createScoreConfig(asMember(), { ...project(), name, dataType: "boolean" }),
  "score-config/update": async () =>
    updateScoreConfig(asMember(), { ...project(), scoreConfigId: await newest(), isArchived: true }),
};

/** Everything but what is written down about it. */
const rows = async () => [
  await db.prompt.findMany(),
  await db.promptVersion.findMany(),
  await db.promptLabel.findMany(),
  await db.dataset.findMany(),
  await db.datasetItem.findMany(),
  await db.datasetItemVersion.findMany({ orderBy: { validFrom: "asc" } }),
  await db.datasetRun.findMany(),
  await db.datasetRunItem.findMany(),
  await db.scoreConfig.findMany(),
  await db.comment.findMany(),
];

/** At commit, so that whatever was written past the transaction would stay behind. */
async function whileRefusing(table: "audit_entries" | "outbox_events", work: () => Promise<unknown>) {
  await db.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ${table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
  try {
    await expect(work()).rejects.toThrow("refused by the test");
  } finally {
    await db.$executeRawUnsafe(`DROP TRIGGER refuse ON ${table}`);
  }
}

test.each(Object.entries(mutations))(
  "%s leaves nothing when its audit entry or event fails",
  async (_, mutate) => {
    const before = await rows();
    await whileRefusing("audit_entries", mutate);
    await whileRefusing("outbox_events", mutate);
    expect(await rows()).toEqual(before);
    const counts = async () => [await db.auditEntry.count(), await db.outboxEvent.count()];
    const [entries = 0, events = 0] = await counts();
    await mutate();
    expect(await rows()).not.toEqual(before);
    expect(await counts()).toEqual([entries + 1, events + 1]);
  },
);

test("comment/add-about leaves nothing when its audit entry fails", async () => {
  const comment = () =>
    addCommentAbout(asMember(), { ...project(), subject: "session", subjectId: "s", body: "words" });
  const before = await rows();
  await whileRefusing("audit_entries", comment);
  expect(await rows()).toEqual(before);
  await comment();
  expect(await rows()).not.toEqual(before);
});

test("a viewer changes nothing, and for others there is no such project", async () => {
  for (const [user, code] of [
    ["viewer", "forbidden"],
    ["stranger", "not_found"],
    ["foreigner", "not_found"],
  ] as const) {
    const ctx = contextOf(db, tenants.users[user]);
    const attempts = [
      () => createPromptVersion(ctx, { ...project(), name, type: "text", content: "x" }),
      () => removePrompt(ctx, { ...project(), name }),
      () => upsertDataset(ctx, { ...project(), name }),
      () => removeDatasetItem(ctx, { ...project(), itemId: "item" }),
      () => createScoreConfig(ctx, { ...project(), name, dataType: "text" }),
      () => addCommentAbout(ctx, { ...project(), subject: "session", subjectId: "s", body: "words" }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code });
  }
});
