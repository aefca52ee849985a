import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDiskStore } from "./disk-store.ts";
import { type MediaStore, storePath } from "./media-store.ts";
import { createS3Store } from "./s3-store.ts";
import { type S3Stub, startS3Stub, stubAccount } from "./s3-stub.fixture.ts";

let stub: S3Stub;
let directory: string;
beforeAll(async () => {
  stub = await startS3Stub();
  directory = mkdtempSync(join(tmpdir(), "plumbline-media-"));
});
afterAll(async () => {
  await stub.close();
  rmSync(directory, { recursive: true });
});

const s3 = (changes: object = {}) =>
  createS3Store({
    endpoint: stub.endpoint,
    bucket: "media files",
    directory: join(directory, "s3"),
    ...stubAccount,
    ...changes,
  });
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const keyOf = (bytes: Buffer, projectId = "p") => ({ projectId, sha256: sha256(bytes) });
/** In pieces, as from a network. */
const pieces = (bytes: Buffer) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / 999) }, (_, at) =>
      bytes.subarray(at * 999, (at + 1) * 999),
    ),
  );

describe.each([
  ["disk", () => createDiskStore(join(directory, "disk")), "disk"],
  ["S3", () => s3(), "s3"],
])("a store on %s", (_name, open, folder) => {
  let store: MediaStore;
  beforeEach(async () => {
    store = await open();
  });
  const left = () => readdirSync(join(directory, folder, "incoming"));
  const read = async (key: { projectId: string; sha256: string }) => {
    const stream = await store.open(key);
    return stream === null ? null : buffer(stream);
  };

  it("gives back what it was given, to that project alone", async () => {
    const bytes = randomBytes(100_000);
    await store.put(keyOf(bytes), pieces(bytes), bytes.length);
    expect((await read(keyOf(bytes)))?.equals(bytes)).toBe(true);
    expect(await read(keyOf(bytes, "another"))).toBeNull();
    await store.put(keyOf(bytes), pieces(bytes), bytes.length);
    expect((await read(keyOf(bytes)))?.equals(bytes)).toBe(true);
    expect(left()).toEqual([]);
  });

  it("erases one file of one project, as often as it is asked to", async () => {
    const bytes = randomBytes(1_000);
    await store.put(keyOf(bytes), pieces(bytes), bytes.length);
    await store.put(keyOf(bytes, "another"), pieces(bytes), bytes.length);
    for (let round = 0; round < 2; round++) await store.remove(keyOf(bytes));
    expect(await read(keyOf(bytes))).toBeNull();
    expect((await read(keyOf(bytes, "another")))?.equals(bytes)).toBe(true);
    await store.put(keyOf(bytes), pieces(bytes), bytes.length);
    expect((await read(keyOf(bytes)))?.equals(bytes)).toBe(true);
  });

  it("keeps nothing that is not what was announced, and does not touch the source", async () => {
    const bytes = randomBytes(10_000);
    const wrong: Array<[Buffer, number]> = [
      [randomBytes(10_000), 10_000],
      [bytes.subarray(1), 10_000],
      [Buffer.concat([bytes, Buffer.from("x")]), 10_000],
      [bytes, 9_999],
      [Buffer.alloc(0), 10_000],
    ];
    for (const [sent, lengthBytes] of wrong) {
      const source = pieces(sent);
      await expect(store.put(keyOf(bytes), source, lengthBytes)).rejects.toMatchObject({
        code: "invalid_request",
      });
      expect(source.errored).toBeNull();
      expect(await read(keyOf(bytes))).toBeNull();
    }
    expect(left()).toEqual([]);
  });

  it("keeps nothing when the sender goes away", async () => {
    const bytes = randomBytes(10_000);
    const source = new PassThrough();
    source.write(bytes.subarray(0, 5_000));
    const put = store.put(keyOf(bytes), source, bytes.length);
    source.destroy();
    await expect(put).rejects.toMatchObject({ code: "invalid_request" });
    await expect(store.put(keyOf(bytes), source, bytes.length)).rejects.toMatchObject({
      code: "invalid_request",
    });
    expect([await read(keyOf(bytes)), left()]).toEqual([null, []]);
  });

  it("clears away what a crash left behind", async () => {
    mkdirSync(join(directory, folder, "incoming"), { recursive: true });
    writeFileSync(join(directory, folder, "incoming", "half"), "half");
    await open();
    expect(left()).toEqual([]);
  });
});

describe("a bucket", () => {
  it("refuses a wrong secret and is unavailable then, as when it fails or is away", async () => {
    const bytes = randomBytes(1_000);
    const put = async (store: MediaStore) => store.put(keyOf(bytes), pieces(bytes), bytes.length);
    const unavailable = { code: "unavailable", retryable: true };
    await expect(put(await s3({ secretAccessKey: "wrong" }))).rejects.toMatchObject(unavailable);
    await expect(put(await s3({ region: "elsewhere" }))).rejects.toMatchObject(unavailable);
    await expect(put(await s3({ endpoint: "http://127.0.0.1:9" }))).rejects.toMatchObject(unavailable);
    stub.failWith = 503;
    try {
      const store = await s3();
      await expect(put(store)).rejects.toMatchObject(unavailable);
      await expect(store.open(keyOf(bytes))).rejects.toMatchObject(unavailable);
    } finally {
      stub.failWith = null;
    }
    await put(await s3({ endpoint: `${stub.endpoint}/` }));
    expect([...stub.objects.keys()]).toContain(`/media%20files/${storePath(keyOf(bytes))}`);
  });
});

it("paths are made of safe characters, whatever a project is called", () => {
  const path = storePath({ projectId: "../../etc\0/ü", sha256: "ab".repeat(32) });
  expect(path).toMatch(/^[0-9a-f]{32}\/ab\/[0-9a-f]{64}$/);
  expect(() => storePath({ projectId: "p", sha256: "../x" })).toThrow(RangeError);
});
