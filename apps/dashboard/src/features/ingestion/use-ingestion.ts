"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { createParser, useQueryState } from "nuqs";
import { useTRPC } from "../../trpc/client.ts";
import { useZoneName } from "../preferences/preferences.tsx";
import { timeRangeCodec } from "../traces/time-range.ts";

const rangeParser = createParser(timeRangeCodec).withDefault("24h");

/** The time that the page is about, as its address says it. */
export function useIngestionRange() {
  return useQueryState("range", rangeParser.withOptions({ history: "push" }));
}

/** The project's figures twice a minute, the journal's every few seconds. */
export function useIngestion(projectId: string) {
  const trpc = useTRPC();
  const [range] = useIngestionRange();
  const zone = useZoneName();
  const health = useQuery(
    trpc.ingestionHealth.get.queryOptions(zone === null ? skipToken : { projectId, range, zone }, {
      placeholderData: keepPreviousData,
      refetchInterval: 30_000,
    }),
  );
  const journal = useQuery(
    trpc.ingestionHealth.journal.queryOptions({ projectId }, { refetchInterval: 5_000, retry: false }),
  );
  return { health, journal };
}
