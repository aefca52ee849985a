"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "../../trpc/client.ts";
import { startOfRange } from "./past-ranges.ts";
import { isOpen } from "./recompute-progress.tsx";

const pollMs = 1_000;

/** The latest recomputation of stored costs, followed while it is under way, and how to start one. */
export function useRecompute(projectId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const latest = useQuery(
    trpc.priceRecompute.latest.queryOptions(
      { projectId },
      { refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? pollMs : false) },
    ),
  );
  const request = useMutation(
    trpc.priceRecompute.request.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.priceRecompute.pathKey() }),
    }),
  );
  const recompute = latest.data ?? null;
  const isUnderWay = recompute !== null && isOpen(recompute);
  const wasUnderWay = useRef(false);
  useEffect(() => {
    const hasEnded = wasUnderWay.current && !isUnderWay;
    wasUnderWay.current = isUnderWay;
    if (hasEnded) void client.invalidateQueries({ queryKey: trpc.customPrice.pathKey() });
  }, [isUnderWay, client, trpc]);
  const start = (range: string) => {
    const nowMs = Date.now();
    request.mutate({ projectId, fromMs: startOfRange(range, nowMs), toMs: nowMs });
  };
  return { recompute, start, canStart: !isUnderWay && !request.isPending, error: request.error };
}
