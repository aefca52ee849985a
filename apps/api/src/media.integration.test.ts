import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { LangfuseClient } from "@langfuse/client";
import { LangfuseMedia } from "@langfuse/core";
import type { MediaBody } from "@plumbline/contracts/langfuse-media";
import type { DatasetItemBody } from "@plumbline/contracts/langfuse-stored";
import { LangfuseMedia as ClassicMedia, Langfuse } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ limits: { MEDIA_MAX_BYTES: 4 * 1024 * 1024 } });
});
afterAll(() => api?.close());

interface Announced {
  mediaId: string;
  uploadUrl: string | null;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes);
const png = () => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(5_000)]);

function announcement(bytes: Buffer, changes: object = {}) {
  return {
    traceId: "trace",
    field: "input",
    contentType: "image/png",
    contentLength: bytes.length,
    sha256Hash: sha256(bytes).digest("base64"),
    ...changes,
  };
}

async function announce(bytes: Buffer, changes: object = {}, headers?: Record<string, string>) {
  const body = JSON.stringify(announcement(bytes, changes));
  const answer = await api.call("/api/public/media", {
    method: "POST",
    body,
    ...(headers ? { headers } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Announced };
}

const upload = (url: string | null, bytes: Buffer) =>
  fetch(url ?? "", { method: "PUT", body: new Uint8Array(bytes), headers: { "content-type": "image/png" } });

async function describeMedia(mediaId: string, headers?: Record<string, string>) {
  const answer = await api.call(`/api/public/media/${mediaId}`, headers ? { headers } : {});
  return { status: answer.status, body: (await answer.json()) as MediaBody };
}

describe("a file", () => {
  test("is announced, uploaded, described and read; announced again it needs no upload", async () => {
    const bytes = png();
    const { status, body } = await announce(bytes);
    expect(status).toBe(201);
    expect(body.mediaId).toBe(sha256(bytes).digest("base64url").slice(0, 22));
    expect((await describeMedia(body.mediaId)).status).toBe(404);
    expect((await upload(body.uploadUrl, bytes)).status).toBe(200);
    expect((await announce(bytes, { traceId: "other", observationId: "o", field: "output" })).body).toEqual({
      mediaId: body.mediaId,
      uploadUrl: null,
    });
    const described = await describeMedia(body.mediaId);
    expect(described.body).toEqual({
      mediaId: body.mediaId,
      contentType: "image/png",
      contentLength: bytes.length,
      uploadedAt: expect.stringMatching(/Z$/),
      url: expect.stringContaining(`${api.url}/api/public/media-files/`),
      urlExpiry: expect.stringMatching(/Z$/),
    });
    const read = await fetch(described.body.url);
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(read.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.length),
      "content-disposition": `inline; filename="${body.mediaId}"`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(await api.db.mediaLink.count({ where: { media: { mediaId: body.mediaId } } })).toBe(2);
  });

  test.each(["image/svg+xml", "text/html", "application/pdf", "application/javascript"])(
    "of type %s is handed over as an attachment",
    async (contentType) => {
      const bytes = Buffer.from(`<svg onload="alert(1)">${contentType}`);
      const { body } = await announce(bytes, { contentType });
      await upload(body.uploadUrl, bytes);
      const read = await fetch((await describeMedia(body.mediaId)).body.url);
      expect(read.headers.get("content-disposition")).toMatch(/^attachment;/);
      expect(read.headers.get("content-security-policy")).toContain("sandbox");
    },
  );

  test("is stored by one upload only, and reported by its client", async () => {
    const bytes = png();
    const { body } = await announce(bytes);
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await upload(body.uploadUrl, bytes)).status),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    expect((await upload(body.uploadUrl, bytes)).status).toBe(409);
    const report = {
      uploadedAt: new Date().toISOString(),
      uploadHttpStatus: 200,
      uploadHttpError: "",
      uploadTimeMs: 3,
    };
    const init = { method: "PATCH", body: JSON.stringify(report) };
    expect((await api.call(`/api/public/media/${body.mediaId}`, init)).status).toBe(200);
    expect((await api.call("/api/public/media/none", init)).status).toBe(404);
  });
});

describe("an upload that is not what was announced", () => {
  const incoming = () => readdirSync(`${api.directory}/media/incoming`);

  test("of other bytes, too short or too long keeps nothing, and may be repeated", async () => {
    const bytes = png();
    const { body } = await announce(bytes);
    const other = Buffer.from(bytes);
    other[100] = (other[100] ?? 0) ^ 1;
    for (const wrong of [
      other,
      bytes.subarray(1),
      Buffer.concat([bytes, Buffer.from("x")]),
      Buffer.alloc(0),
    ]) {
      expect((await upload(body.uploadUrl, wrong)).status).toBe(400);
      expect((await describeMedia(body.mediaId)).status).toBe(404);
    }
    // Its file may go a moment after the answer.
    await expect.poll(incoming).toEqual([]);
    expect((await upload(body.uploadUrl, bytes)).status).toBe(200);
    expect(incoming()).toEqual([]);
  });

  test("goes to another address, or comes too late, is not found", async () => {
    const bytes = png();
    const { body } = await announce(bytes);
    const url = String(body.uploadUrl);
    for (const changed of [
      `${url.slice(0, -1)}${url.endsWith("0") ? "1" : "0"}`,
      url.replace("uploads", "files"),
    ]) {
      const method = changed.includes("files") ? "GET" : "PUT";
      expect((await fetch(changed, { method })).status).toBe(404);
    }
    const late = Date.now() + 3_601_000;
    api.clock.offsetMs = late - Date.now();
    try {
      expect((await upload(url, bytes)).status).toBe(404);
    } finally {
      api.clock.offsetMs = 0;
    }
    expect((await upload(url, bytes)).status).toBe(200);
    const read = (await describeMedia(body.mediaId)).body.url;
    api.clock.offsetMs = 3_601_000;
    expect((await fetch(read)).status).toBe(404);
    api.clock.offsetMs = 0;
    expect((await fetch(read.replace("media-files", "media-uploads"), { method: "PUT" })).status).toBe(404);
  });
});

test("what cannot be media is refused when it is announced", async () => {
  const bytes = png();
  for (const wrong of [
    { contentType: "text/x-unheard-of" },
    { contentLength: 0 },
    { sha256Hash: "abc" },
    { traceId: undefined },
    { datasetId: "d", datasetItemId: "i" },
    { field: "expectedOutput" },
    { field: "name" },
  ]) {
    expect([wrong, (await announce(bytes, wrong)).status]).toEqual([wrong, 400]);
  }
  expect((await announce(bytes, { contentLength: 4 * 1024 * 1024 + 1 })).status).toBe(413);
});

test("scopes are enforced, and a file of another project looks missing", async () => {
  const bytes = png();
  const { body } = await announce(bytes);
  await upload(body.uploadUrl, bytes);
  const headersOf = async (scopes: Array<"ingest" | "read">, projectId?: string) => ({
    authorization: (await api.createKey(scopes, projectId === undefined ? {} : { projectId })).basic,
  });
  expect((await announce(bytes, {}, await headersOf(["read"]))).status).toBe(403);
  expect((await describeMedia(body.mediaId, await headersOf(["ingest"]))).status).toBe(403);
  const foreigner = await headersOf(["ingest", "read"], await createProject(api.db));
  expect((await describeMedia(body.mediaId, foreigner)).status).toBe(404);
  // The same bytes have to be shown again: knowing a hash opens nothing.
  const again = await announce(bytes, {}, foreigner);
  expect([again.body.mediaId, typeof again.body.uploadUrl]).toEqual([body.mediaId, "string"]);
});

describe("published clients", () => {
  const keys = () => ({ baseUrl: api.url, publicKey: api.key.publicKey, secretKey: api.key.secretKey });

  test("of the classic generation upload what a trace carries, and resolve its tag", async () => {
    const bytes = png();
    const classic = new Langfuse(keys());
    const media = new ClassicMedia({ contentBytes: bytes, contentType: "image/png" });
    classic.trace({ id: "with-media", name: "x", input: { image: media } });
    await classic.flushAsync();
    await api.drained();
    const mediaId = sha256(bytes).digest("base64url").slice(0, 22);
    await expect.poll(async () => (await describeMedia(mediaId)).status).toBe(200);
    const trace = await classic.fetchTrace("with-media");
    expect(JSON.stringify(trace.data.input)).toContain(
      `@@@langfuseMedia:type=image/png|id=${mediaId}|source=bytes@@@`,
    );
    const resolved = await classic.resolveMediaReferences({
      obj: trace.data.input,
      resolveWith: "base64DataUri",
    });
    expect(JSON.stringify(resolved)).toContain(`data:image/png;base64,${bytes.toString("base64")}`);
    expect(await api.db.mediaLink.count({ where: { media: { mediaId }, traceId: "with-media" } })).toBe(1);
  });

  test("of the newest generation put media into dataset items and get them back", async () => {
    const bytes = png();
    const client = new LangfuseClient(keys());
    await client.api.datasets.create({ name: "pictures" });
    const media = new LangfuseMedia({ source: "bytes", contentBytes: bytes, contentType: "image/png" });
    const created = await client.dataset.createItem({ datasetName: "pictures", input: { "it's": [media] } });
    const mediaId = sha256(bytes).digest("base64url").slice(0, 22);
    const item = (await (
      await api.call(`/api/public/dataset-items/${created.id}`)
    ).json()) as DatasetItemBody;
    expect(item.mediaReferences).toEqual([
      {
        field: "input",
        referenceString: `@@@langfuseMedia:type=image/png|id=${mediaId}|source=bytes@@@`,
        jsonPath: "$['it\\'s'][0]",
        media: {
          mediaId,
          contentType: "image/png",
          contentLength: bytes.length,
          url: expect.any(String),
          urlExpiry: expect.any(String),
        },
      },
    ]);
    const read = await fetch(item.mediaReferences[0]?.media.url ?? "");
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
  });
});
