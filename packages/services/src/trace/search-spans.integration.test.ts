import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { searchSpans } from "./index.ts";

let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;

const texts = [
  ["weather", '{"city": "Zürich"}', "Rainy, 14 C.", "map('app.region', 'eu-west-1')"],
  ["hotel", '{"city": "Paris"}', "Fully booked", "map('app.region', 'eu-central-1')"],
  ["quote", "it''s {word0:String} %_", "100 %", "map()"],
] as const;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/search_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  tenants = await createTenants(db);
  for (const { id } of [tenants.projects.own, tenants.projects.foreign]) {
    for (const [spanId, input, output, attributes] of texts) {
      await clickhouse.command(
        `INSERT INTO span_io (project_id, trace_id, span_id, start_time, input, output, attributes, row_version)
         SELECT '${id}', 't', '${spanId}', now64(6), '${input}', '${output}', ${attributes}, 1`,
      );
    }
  }
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});

function search(...words: string[]): Promise<string[]> {
  const ctx = { ...contextOf(db, tenants.users.viewer), clickhouse };
  return searchSpans(ctx, { projectId: tenants.projects.own.id, traceId: "t", words });
}

describe("searchSpans", () => {
  it.each([
    [["paris"], ["hotel"]],
    [["ZÜRICH"], ["weather"]],
    [["city", "booked"], ["hotel"]],
    [["eu-west-1"], ["weather"]],
    [["region"], ["hotel", "weather"]],
    [["{word0:String}", "%_", "it's"], ["quote"]],
    [["city", "nowhere"], []],
  ])("%j", async (words, expected) => {
    expect((await search(...words)).toSorted()).toEqual(expected);
  });

  it("refuses a search without words, or with too many", async () => {
    await expect(search()).rejects.toMatchObject({ code: "invalid_request" });
    await expect(search("")).rejects.toMatchObject({ code: "invalid_request" });
    await expect(search("a", "b", "c", "d", "e", "f", "g", "h", "i")).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  it("finds nothing in a project of somebody else", async () => {
    const ctx = { ...contextOf(db, tenants.users.viewer), clickhouse };
    await expect(
      searchSpans(ctx, { projectId: tenants.projects.foreign.id, traceId: "t", words: ["paris"] }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
