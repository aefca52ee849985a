"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "../../../trpc/client.ts";
import type { TraceRow } from "../../../trpc/types.ts";
import { defaultSort, serializeSort, toServerSort } from "../sort.ts";
import { defaultRange, serializeTimeRange } from "../time-range.ts";
import type { useTraces } from "../use-traces.ts";
import { useTracesParams } from "../use-traces-params.ts";
import { addRows, splitNews, updateRows } from "./merge-news.ts";
import { useLiveParam } from "./use-live-param.ts";
import { type TailState, useTail } from "./use-tail.ts";

export interface LiveList {
  on: boolean;
  toggle: () => void;
  state: TailState;
  /** The reader does something with the list: what is new waits. */
  held: boolean;
  hold: (held: boolean) => void;
  /** New traces that wait; `more` than are known, when a connection was lost for long. */
  waiting: { count: number; more: boolean };
  bringIn: () => void;
}

interface LiveListOptions {
  projectId: string;
  understood: boolean;
  query: ReturnType<typeof useTraces>["query"];
}

interface Waiting {
  question: string;
  rows: ReadonlyMap<string, TraceRow>;
  more: boolean;
}

/** Traces that wait are kept up to here; beyond it the list is read anew when its reader is ready. */
const maxWaiting = 1_000;
/** Where more arrives than is told one by one, the list is read anew instead, at most so often. */
const rereadEveryMs = 5_000;

/** A list that was read longer ago than the server tells of by itself is read anew first. */
const freshMs = 45_000;

/** Lets a list that is newest first follow what arrives, unless its reader is busy with it. */
export function useLiveList({ projectId, understood, query }: LiveListOptions): LiveList {
  const [{ range, q, sort }, setParams] = useTracesParams();
  const [on, setOn] = useLiveParam();
  const [held, hold] = useState(false);
  const question = `${serializeTimeRange(range)} ${q}`;
  const [kept, setKept] = useState<Waiting>({ question, rows: new Map(), more: false });
  const waiting =
    kept.question === question ? kept : { question, rows: new Map<string, TraceRow>(), more: false };
  const possible = typeof range === "string" && serializeSort(sort) === serializeSort(defaultSort);
  useEffect(() => {
    if (on && !possible) void setOn(null);
  }, [on, possible, setOn]);

  const { read, add, update, keepFirst } = useListPages(projectId);
  const state = useTail({
    projectId,
    range: on && possible && understood && typeof range === "string" ? range : null,
    query: q,
    onNews: (news, more) => {
      const pages = read();
      const { known, fresh } = pages === null ? { known: [], fresh: news } : splitNews(pages, news);
      update(known);
      if (fresh.length === 0 && !more) return;
      setKept((before) => {
        const earlier =
          before.question === question ? before : { rows: new Map<string, TraceRow>(), more: false };
        const rows = new Map([...earlier.rows, ...fresh.map((row) => [row.traceId, row] as const)]);
        const tooMany = rows.size > maxWaiting;
        return { question, rows: tooMany ? earlier.rows : rows, more: earlier.more || more || tooMany };
      });
    },
  });

  const { refetch } = query;
  const rereadAtMs = useRef(0);
  const bringIn = () => {
    setKept({ question, rows: new Map(), more: false });
    if (!waiting.more) {
      add([...waiting.rows.values()]);
      return;
    }
    rereadAtMs.current = Date.now();
    keepFirst();
    void refetch();
  };
  const latest = useRef(bringIn);
  useEffect(() => {
    latest.current = bringIn;
  });
  const isLoaded = query.data !== undefined && !query.isPlaceholderData;
  const flows = on && !held && isLoaded && (waiting.rows.size > 0 || waiting.more);
  useEffect(() => {
    if (!flows) return;
    const waitMs = waiting.more ? rereadAtMs.current + rereadEveryMs - Date.now() : 0;
    if (waitMs <= 0) return latest.current();
    const timer = setTimeout(() => latest.current(), waitMs);
    return () => clearTimeout(timer);
  }, [flows, waiting.rows, waiting.more]);

  const toggle = () => {
    void setOn(on ? null : true);
    if (on) return setKept({ question, rows: new Map(), more: false });
    if (!possible)
      void setParams({ sort: null, ...(typeof range === "string" ? {} : { range: defaultRange }) });
    else if (Date.now() - query.dataUpdatedAt > freshMs) void refetch();
  };
  return {
    on,
    toggle,
    state,
    held,
    hold,
    waiting: { count: waiting.rows.size, more: waiting.more },
    bringIn,
  };
}

/** The pages of the list as the cache has them. */
function useListPages(projectId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [{ range, q, sort }] = useTracesParams();
  const key = trpc.trace.list.infiniteQueryKey({ projectId, range, query: q, sort: toServerSort(sort) });
  const read = () => client.getQueryData(key)?.pages ?? null;
  const add = (fresh: readonly TraceRow[]) =>
    client.setQueryData(key, (data) => {
      if (data === undefined || fresh.length === 0) return data;
      const pages = addRows(data.pages, fresh);
      return { pages, pageParams: data.pageParams.slice(0, pages.length) };
    });
  const update = (known: readonly TraceRow[]) =>
    client.setQueryData(key, (data) =>
      data === undefined || known.length === 0 ? data : { ...data, pages: updateRows(data.pages, known) },
    );
  /** What is read anew is the top; the rest comes when it is scrolled to. */
  const keepFirst = () =>
    client.setQueryData(key, (data) =>
      data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
  return { read, add, update, keepFirst };
}
