"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTRPC, useTRPCClient } from "../../trpc/client.ts";
import type { SentKeys, SpanDetail, SpanText, TraceDetail } from "../../trpc/types.ts";
import { downloadUrl } from "./trace-urls.ts";

/** What useQuery needs to ask for something. */
export interface Question<Answer> {
  queryKey: readonly unknown[];
  queryFn: (context: { signal: AbortSignal }) => Promise<Answer>;
}

/** Where everything about one trace comes from: the project that has it, or a link that leads to it. */
export interface TraceSource {
  /** Null when the reader knows only this trace: then nothing leads anywhere else. */
  projectId: string | null;
  trace: Question<TraceDetail>;
  spanText: (spanId: string) => Question<SpanText>;
  observation: (spanId: string) => Question<SpanDetail>;
  /** What the span's client sent; null where readers see the trace alone. */
  sentKeys: ((spanId: string) => Question<SentKeys>) | null;
  searchSpans: (words: string[]) => Question<string[]>;
  /** Of the whole trace; with a part, of one text or map of one span. */
  downloadUrl: (part?: { span: string; field: string }) => string;
}

const Context = createContext<TraceSource | null>(null);

export function useTraceSource(): TraceSource {
  const source = useContext(Context);
  if (source === null) throw new Error("A trace is shown within its source.");
  return source;
}

function TraceSourceProvider({ source, children }: { source: TraceSource; children: ReactNode }) {
  return <Context value={source}>{children}</Context>;
}

interface ProjectTraceProps {
  projectId: string;
  traceId: string;
  children: ReactNode;
}

/** A trace as those see it who are in its project. */
export function ProjectTraceSource({ projectId, traceId, children }: ProjectTraceProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const source = useMemo((): TraceSource => {
    const key = { projectId, traceId };
    return {
      projectId,
      trace: {
        queryKey: trpc.trace.get.queryKey(key),
        queryFn: ({ signal }) => client.trace.get.query(key, { signal }),
      },
      spanText: (spanId) => ({
        queryKey: trpc.trace.spanText.queryKey({ ...key, spanId }),
        queryFn: ({ signal }) => client.trace.spanText.query({ ...key, spanId }, { signal }),
      }),
      observation: (spanId) => ({
        queryKey: trpc.observation.get.queryKey({ ...key, spanId }),
        queryFn: ({ signal }) => client.observation.get.query({ ...key, spanId }, { signal }),
      }),
      sentKeys: (spanId) => ({
        queryKey: trpc.observation.sent.queryKey({ ...key, spanId }),
        queryFn: ({ signal }) => client.observation.sent.query({ ...key, spanId }, { signal }),
      }),
      searchSpans: (words) => ({
        queryKey: trpc.trace.searchSpans.queryKey({ ...key, words }),
        queryFn: ({ signal }) => client.trace.searchSpans.query({ ...key, words }, { signal }),
      }),
      downloadUrl: (part) => downloadUrl({ ...key, ...part }),
    };
  }, [trpc, client, projectId, traceId]);
  return <TraceSourceProvider source={source}>{children}</TraceSourceProvider>;
}

/** A trace as anybody sees it who holds the token of its link. */
export function SharedTraceSource({ token, children }: { token: string; children: ReactNode }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const source = useMemo((): TraceSource => {
    const path = `/api/share/${encodeURIComponent(token)}/download`;
    return {
      projectId: null,
      trace: {
        queryKey: trpc.share.get.queryKey({ token }),
        queryFn: ({ signal }) => client.share.get.query({ token }, { signal }),
      },
      spanText: (spanId) => ({
        queryKey: trpc.share.spanText.queryKey({ token, spanId }),
        queryFn: ({ signal }) => client.share.spanText.query({ token, spanId }, { signal }),
      }),
      observation: (spanId) => ({
        queryKey: trpc.share.observation.queryKey({ token, spanId }),
        queryFn: ({ signal }) => client.share.observation.query({ token, spanId }, { signal }),
      }),
      sentKeys: null,
      searchSpans: (words) => ({
        queryKey: trpc.share.searchSpans.queryKey({ token, words }),
        queryFn: ({ signal }) => client.share.searchSpans.query({ token, words }, { signal }),
      }),
      downloadUrl: (part) => (part ? `${path}?${new URLSearchParams(part)}` : path),
    };
  }, [trpc, client, token]);
  return <TraceSourceProvider source={source}>{children}</TraceSourceProvider>;
}
