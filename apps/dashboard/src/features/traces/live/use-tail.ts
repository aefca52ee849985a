"use client";

import { useEffect, useRef, useState } from "react";
import type { TraceRow } from "../../../trpc/types.ts";
import type { RelativeRange } from "../time-range.ts";

/** "waiting" while the tab is hidden: nothing is connected then. */
export type TailState = "connecting" | "connected" | "lost" | "waiting";

interface TailOptions {
  projectId: string;
  /** Null: nothing is to be watched. */
  range: RelativeRange | null;
  query: string;
  onNews: (rows: TraceRow[], more: boolean) => void;
}

const retryAfterMs = 3_000;

/** Listens while the tab is in sight, goes on where it stopped, and connects anew by itself. */
export function useTail({ projectId, range, query, onNews }: TailOptions): TailState {
  const [state, setState] = useState<TailState>("connecting");
  const [round, setRound] = useState(0);
  const visible = useVisible();
  const latest = useRef(onNews);
  useEffect(() => {
    latest.current = onNews;
  });
  const reached = useRef<{ question: string; id: string | null }>({ question: "", id: null });

  useEffect(() => {
    if (range === null || !visible) return;
    const question = JSON.stringify([projectId, range, query]);
    if (reached.current.question !== question) reached.current = { question, id: null };
    const place = reached.current;
    let gone = false;
    let stop = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      if (gone) return;
      setState("lost");
      timer = setTimeout(() => setRound((count) => count + 1), retryAfterMs);
    };
    const connect = async () => {
      const { liveClient } = await import("./live-client.ts");
      if (gone) return;
      const input = { projectId, range, query, lastEventId: place.id };
      const subscription = liveClient.trace.tail.subscribe(input, {
        onStarted: () => setState("connected"),
        onData: ({ id, data }) => {
          place.id = id;
          setState("connected");
          latest.current(data.rows, data.more);
        },
        onConnectionStateChange: ({ state: now, error }) => {
          if (now === "connecting" && error !== null) setState("lost");
        },
        onError: again,
        onComplete: again,
      });
      stop = () => subscription.unsubscribe();
    };
    connect().catch(again);
    return () => {
      gone = true;
      clearTimeout(timer);
      stop();
    };
  }, [projectId, range, query, visible, round]);
  return visible ? state : "waiting";
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    const onChange = () => setVisible(document.visibilityState === "visible");
    onChange();
    document.addEventListener("visibilitychange", onChange);
    return () => document.removeEventListener("visibilitychange", onChange);
  }, []);
  return visible;
}
