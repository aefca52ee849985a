import type { TraceRow } from "../../../trpc/types.ts";

/** One page of the list, as far as merging is concerned. */
export interface ListPage {
  rows: TraceRow[];
  nextCursor: {
    fromMs: number;
    toMs: number;
    after: { startUs: number; traceId: string; widthUs: number } | { offset: number };
  } | null;
}

/** A list that was open for a day holds so many rows; what lies further down is loaded again. */
export const maxRows = 1_000;
/** How many stay when that is too many. */
const keptRows = 500;

const byStart = (left: TraceRow, right: TraceRow) =>
  right.startTime.localeCompare(left.startTime) || (left.traceId < right.traceId ? -1 : 1);

/** What is told of traces that the list has, and what of traces that it has not. */
export function splitNews(
  pages: readonly ListPage[],
  news: readonly TraceRow[],
): { known: TraceRow[]; fresh: TraceRow[] } {
  const listed = new Set(pages.flatMap(({ rows }) => rows.map(({ traceId }) => traceId)));
  const known = news.filter(({ traceId }) => listed.has(traceId));
  // An older trace than the last row is no news of the top: it is found further down.
  const last = pages.at(-1);
  const endsAt = last?.nextCursor === null ? "" : (last?.rows.at(-1)?.startTime ?? "");
  const fresh = news.filter(({ traceId, startTime }) => !listed.has(traceId) && startTime >= endsAt);
  return { known, fresh };
}

/** Brings rows of the pages up to date; nothing moves. */
export function updateRows(pages: readonly ListPage[], known: readonly TraceRow[]): ListPage[] {
  const byId = new Map(known.map((row) => [row.traceId, row]));
  return pages.map((page) => ({ ...page, rows: page.rows.map((row) => byId.get(row.traceId) ?? row) }));
}

/** Puts new traces where they belong in a list that is newest first; a list too long loses its end. */
export function addRows(pages: readonly ListPage[], fresh: readonly TraceRow[]): ListPage[] {
  const [first, ...rest] = pages;
  if (first === undefined) return [];
  const listed = new Set(pages.flatMap(({ rows }) => rows.map(({ traceId }) => traceId)));
  const byId = new Map(fresh.map((row) => [row.traceId, row]));
  const added = [...byId.values()].filter(({ traceId }) => !listed.has(traceId));
  if (added.length === 0) return [...pages];
  const rows = [...first.rows, ...added].toSorted(byStart);
  const total = rows.length + rest.reduce((sum, page) => sum + page.rows.length, 0);
  return total <= maxRows ? [{ ...first, rows }, ...rest] : [cut(first, rows)];
}

function cut(page: ListPage, rows: TraceRow[]): ListPage {
  const kept = rows.slice(0, keptRows);
  const end = kept.at(-1);
  const from = page.nextCursor;
  if (end === undefined || kept.length === rows.length) return { ...page, rows };
  const startMs = Date.parse(end.startTime);
  const window = from ?? { fromMs: 0, toMs: startMs + 1 };
  return {
    rows: kept,
    nextCursor: {
      fromMs: window.fromMs,
      toMs: Math.max(window.toMs, startMs + 1),
      // Rows show milliseconds: the whole last one is asked for again, and what is there is left out.
      after: { startUs: (startMs + 1) * 1_000, traceId: "", widthUs: 0 },
    },
  };
}
