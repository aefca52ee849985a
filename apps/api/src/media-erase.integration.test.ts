import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { MediaBody } from "@plumbline/contracts/langfuse-media";
import { createLogger } from "@plumbline/runtime/logger";
import { eraseUnlinkedMedia } from "@plumbline/services/media";
import { eraseDueTraces, requestTraceDeletion } from "@plumbline/services/trace-deletion";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const hourMs = 3_600_000;
const clockAt = (ms: number) => ({ nowMs: () => ms, nowUs: () => ms * 1_000 });
const logger = createLogger({ name: "test", level: "silent" });

async function announce(
  bytes: Buffer,
  traceId: string,
): Promise<{ mediaId: string; uploadUrl: string | null }> {
  const body = {
    traceId,
    field: "input",
    contentType: "image/png",
    contentLength: bytes.length,
    sha256Hash: createHash("sha256").update(bytes).digest("base64"),
  };
  const answer = await api.call("/api/public/media", { method: "POST", body: JSON.stringify(body) });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { mediaId: string; uploadUrl: string | null };
}

/** As SDKs do it: announced, and uploaded when the server has no such file. */
async function store(bytes: Buffer, traceId: string): Promise<string> {
  const { mediaId, uploadUrl } = await announce(bytes, traceId);
  if (uploadUrl !== null) {
    const headers = { "content-type": "image/png" };
    const answer = await fetch(uploadUrl, { method: "PUT", body: new Uint8Array(bytes), headers });
    expect([200, 409]).toContain(answer.status);
  }
  return mediaId;
}

/** Its bytes are those that were sent. */
async function isThere(mediaId: string, bytes: Buffer): Promise<boolean> {
  const answer = await api.call(`/api/public/media/${mediaId}`);
  if (answer.status !== 200) return false;
  const read = await fetch(((await answer.json()) as MediaBody).url);
  return Buffer.from(await read.arrayBuffer()).equals(bytes);
}

const system = () => ({ ...api.ctx, actor: { type: "system", name: "test" } as const, logger });
const later = () => ({ ...system(), clock: clockAt(Date.now() + 2 * hourMs) });
const erase = () => eraseUnlinkedMedia({ ...later(), remove: (file) => api.deps.media.remove(file) });

async function eraseTrace(traceId: string): Promise<void> {
  await requestTraceDeletion(system(), { projectId: api.projectId, traceIds: [traceId] });
  await eraseDueTraces(later());
}

test("erasing a trace erases its files, but none that something else uses", async () => {
  const [own, shared, kept] = [randomBytes(500), randomBytes(500), randomBytes(500)];
  const ownId = await store(own, "gone");
  const sharedId = await store(shared, "gone");
  await store(shared, "stays");
  const keptId = await store(kept, "gone");
  // An item made from the trace holds the tag and never announced the file.
  const tag = `@@@langfuseMedia:type=image/png|id=${keptId}|source=bytes@@@`;
  await api.call("/api/public/v2/datasets", { method: "POST", body: JSON.stringify({ name: "d" }) });
  const item = { datasetName: "d", input: { picture: tag } };
  expect(
    (await api.call("/api/public/dataset-items", { method: "POST", body: JSON.stringify(item) })).status,
  ).toBe(200);

  expect(await erase()).toBe(0);
  await eraseTrace("gone");
  expect(await api.db.mediaLink.count({ where: { traceId: "gone" } })).toBe(0);
  expect(await erase()).toBe(1);
  expect(await isThere(ownId, own)).toBe(false);
  expect(await api.db.media.count({ where: { mediaId: ownId } })).toBe(0);
  expect(await api.db.auditEntry.count({ where: { action: "media.erased", entityId: ownId } })).toBe(1);
  expect([await isThere(sharedId, shared), await isThere(keptId, kept)]).toEqual([true, true]);
  // The same file may come again.
  expect(await isThere(await store(own, "new"), own)).toBe(true);
});

test("a young file waits for its link", async () => {
  const bytes = randomBytes(100);
  const id = await store(bytes, "young");
  await api.db.mediaLink.deleteMany({ where: { traceId: "young" } });
  const remove = () => Promise.reject(new Error("must not be asked"));
  expect(await eraseUnlinkedMedia({ ...system(), clock: clockAt(Date.now()), remove })).toBe(0);
  expect(await isThere(id, bytes)).toBe(true);
});

test("a store that is away keeps the row, and the next round erases it", async () => {
  const bytes = randomBytes(100);
  const id = await store(bytes, "away");
  await api.db.mediaLink.deleteMany({ where: { traceId: "away" } });
  const remove = () => Promise.reject(new Error("away"));
  expect(await eraseUnlinkedMedia({ ...later(), remove })).toBe(0);
  expect(await api.db.media.count({ where: { mediaId: id } })).toBe(1);
  await erase();
  expect(await api.db.media.count({ where: { mediaId: id } })).toBe(0);
});

test("whoever announces a file while it is being erased has it in the end", async () => {
  for (let round = 0; round < 40; round++) {
    const bytes = randomBytes(200);
    await store(bytes, `before-${round}`);
    await api.db.mediaLink.deleteMany({ where: { traceId: `before-${round}` } });
    const after = `after-${randomUUID()}`;
    const [, mediaId] = await Promise.all([erase(), store(bytes, after)]);
    await erase();
    expect(await isThere(mediaId, bytes)).toBe(true);
  }
});
