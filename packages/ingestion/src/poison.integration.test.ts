import { randomUUID } from "node:crypto";
import { type ClickHouse, ClickHouseError } from "@plumbline/clickhouse/client";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { baseUs, completeSpan, type DrainRig, openDrainRig, part } from "./drain.fixture.ts";
import { drainBatch } from "./drain-batch.ts";
import { createStageClock } from "./stage-clock.ts";

let rig: DrainRig;
let projectId: string;

beforeAll(async () => {
  rig = await openDrainRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  projectId = randomUUID();
});

async function countOf(table: string): Promise<unknown> {
  const [row] = await rig.select(`SELECT count() AS n FROM ${table} FINAL WHERE project_id = '${projectId}'`);
  return row?.["n"];
}

/** As the drain thread does, but without its pauses, and only a few times. */
async function drain(batch: FrozenBatch, through: ClickHouse): Promise<void> {
  await drainBatch(
    {
      clickhouse: through,
      book: rig.book,
      counter: rig.counter,
      stages: createStageClock(),
      async patience(call) {
        for (let attempt = 1; ; attempt++) {
          try {
            return await call();
          } catch (error) {
            if (attempt === 5) throw error;
          }
        }
      },
    },
    batch,
  );
}

const tornAt = (isTorn: (bytes: Buffer) => boolean): ClickHouse => ({
  ...rig.clickhouse,
  async insertRowBinary(table, columns, bytes, options) {
    if (table === "spans" && isTorn(bytes)) {
      const type = "CANNOT_READ_ALL_DATA";
      throw new ClickHouseError("Code: 33. Cannot read all data.", { code: 33, type });
    }
    await rig.clickhouse.insertRowBinary(table, columns, bytes, options);
  },
});

async function freeze(...ids: string[]): Promise<FrozenBatch> {
  await rig.accept(
    projectId,
    ids.map((id) => completeSpan(id)),
  );
  const [batch] = await rig.freezeAll();
  if (batch === undefined) throw new Error("expected a batch");
  return batch;
}

describe("bytes that end within a row (code 33)", () => {
  test("are one row's fault when its neighbours are taken", async () => {
    const batch = await freeze("a", "b", "torn-row", "c", "d");
    await drain(
      batch,
      tornAt((bytes) => bytes.includes("torn-row")),
    );
    await rig.journal.release(batch.id);
    expect([await countOf("spans"), await countOf("dead_letters")]).toEqual([4, 1]);
    const kept = await rig.select(
      `SELECT code, event_id FROM dead_letters WHERE project_id = '${projectId}'`,
    );
    expect(kept).toEqual([{ code: "drain.cannot_read_all_data", event_id: "trace:torn-row" }]);
  });

  test("are an outage when nothing gets through, and nothing is given up", async () => {
    const batch = await freeze("a", "b", "c");
    await expect(
      drain(
        batch,
        tornAt(() => true),
      ),
    ).rejects.toMatchObject({ code: 33 });
    expect([await countOf("spans"), await countOf("dead_letters")]).toEqual([0, 0]);
    let calls = 0;
    await drain(
      batch,
      tornAt(() => ++calls <= 2),
    );
    await rig.journal.release(batch.id);
    expect([await countOf("spans"), await countOf("dead_letters")]).toEqual([3, 0]);
  });
});

test("spans that are together too large for one answer are folded in parts", {
  timeout: 120_000,
}, async () => {
  const text = "x".repeat(1_000_000);
  const ids = Array.from({ length: 80 }, (_, index) => `span-${index}`);
  for (const id of ids) {
    await rig.accept(projectId, [part(id, { startTimeUs: baseUs, input: `${id} ${text}` })]);
  }
  for (const batch of await rig.freezeAll()) {
    await rig.drain(batch);
    await rig.journal.release(batch.id);
  }
  await rig.accept(
    projectId,
    ids.map((id) => part(id, { name: `renamed ${id}` }, { op: "update" })),
  );
  const [touching, ...more] = await rig.freezeAll();
  if (touching === undefined) throw new Error("expected a batch");
  expect([touching.rows, more.length]).toEqual([80, 0]);
  let answers = 0;
  let inserts = 0;
  const counting: ClickHouse = {
    ...rig.clickhouse,
    query: (definition, params) => {
      if (definition.name === "span-part.read-registers") answers += 1;
      return rig.clickhouse.query(definition, params);
    },
    insertRowBinary: (table, ...rest) => {
      if (table === "spans") inserts += 1;
      return rig.clickhouse.insertRowBinary(table, ...rest);
    },
  };
  await rig.drain(touching, counting);
  await rig.journal.release(touching.id);
  expect([answers > 2, inserts > 1]).toEqual([true, true]);
  const [row] = await rig.select(
    `SELECT countIf(name = concat('renamed ', span_id)) AS renamed, uniqExact(span_id) AS spans, count() AS rows
     FROM spans FINAL WHERE project_id = '${projectId}'`,
  );
  expect(row).toEqual({ renamed: 80, spans: 80, rows: 80 });
  const [texts] = await rig.select(
    `SELECT countIf(length(input) > 1000000) AS whole FROM span_io FINAL WHERE project_id = '${projectId}'`,
  );
  expect(texts).toEqual({ whole: 80 });
});
