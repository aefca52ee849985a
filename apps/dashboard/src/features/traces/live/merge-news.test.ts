import { expect, test } from "vitest";
import type { TraceRow } from "../../../trpc/types.ts";
import { addRows, type ListPage, maxRows, splitNews, updateRows } from "./merge-news.ts";

const row = (second: number, name = "answer"): TraceRow => ({
  traceId: `t${second}`,
  name,
  startTime: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString(),
  durationMs: null,
  userId: null,
  sessionId: null,
  environment: "default",
  release: null,
  version: null,
  tags: [],
  public: false,
  createdAt: "",
  updatedAt: "",
  spanCount: 1,
  errorCount: 0,
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cost: null,
  unpricedCount: 0,
  inputPreview: null,
  outputPreview: null,
  level: "DEFAULT",
  running: true,
});

const cursor = { fromMs: 0, toMs: Date.UTC(2027, 0, 1), after: { startUs: 1, traceId: "t10", widthUs: 1 } };
const pages: ListPage[] = [
  { rows: [row(40), row(30)], nextCursor: cursor },
  { rows: [row(20), row(10)], nextCursor: cursor },
];
const ids = (list: readonly ListPage[]) => list.flatMap(({ rows }) => rows.map(({ traceId }) => traceId));

test("a trace that is listed is known, one beyond the loaded end is no news", () => {
  const { known, fresh } = splitNews(pages, [row(20), row(50), row(25), row(5)]);
  expect(known).toEqual([row(20)]);
  expect(fresh).toEqual([row(50), row(25)]);
  const whole = pages.map((page) => ({ ...page, nextCursor: null }));
  expect(splitNews(whole, [row(5)]).fresh).toEqual([row(5)]);
  expect(splitNews([{ rows: [], nextCursor: null }], [row(5)]).fresh).toEqual([row(5)]);
});

test("what is known changes where it stands", () => {
  const updated = updateRows(pages, [row(20, "renamed")]);
  expect(ids(updated)).toEqual(ids(pages));
  expect(updated[1]?.rows[0]?.name).toBe("renamed");
});

test("what is new stands in the order of its start, once", () => {
  expect(ids(addRows(pages, [row(50), row(35), row(50), row(30)]))).toEqual([
    "t50",
    "t40",
    "t35",
    "t30",
    "t20",
    "t10",
  ]);
});

test("a list that grew too long goes on with the next page where it was cut", () => {
  const many = Array.from({ length: maxRows }, (_none, index) => row(100 + index));
  const [only, ...rest] = addRows(pages, many);
  expect(rest).toEqual([]);
  expect(only?.rows.length).toBe(500);
  expect(only?.rows[0]?.traceId).toBe(`t${99 + maxRows}`);
  const last = only?.rows.at(-1);
  expect(only?.nextCursor?.after).toEqual({
    startUs: (Date.parse(last?.startTime ?? "") + 1) * 1_000,
    traceId: "",
    widthUs: 0,
  });
});
