import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { FromDrainThread } from "./drain-protocol.ts";
import { type DrainWorker, startDrainWorker } from "./drain-worker.ts";

const directory = mkdtempSync(join(tmpdir(), "plumbline-thread-"));
let worker: DrainWorker | undefined;

afterEach(async () => {
  await worker?.stop(1_000);
  rmSync(directory, { recursive: true, force: true });
});

test("a thread that dies is replaced and gets its batches again, under the same ids", async () => {
  const deaths: string[] = [];
  const done = await new Promise<string[]>((resolve) => {
    const ids: string[] = [];
    worker = startDrainWorker(
      new URL("./fixtures/dying-thread.mjs", import.meta.url),
      { clickhouseUrl: join(directory, "died-once"), customPrices: [] },
      {
        onMessage: (message: FromDrainThread) => {
          if (message.type === "done") ids.push(message.batchId);
          if (ids.length === 2) resolve(ids);
        },
        onDeath: (reason) => deaths.push(reason),
      },
    );
    for (const id of ["one", "two"]) worker.send({ id, records: [], rows: 0, bytes: 0, replay: false });
  });
  expect(deaths).toEqual(["out of luck"]);
  expect(done).toEqual(["one", "two"]);
});
