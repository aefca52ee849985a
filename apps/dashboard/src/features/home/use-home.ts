"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";
import { useZoneName } from "../preferences/preferences.tsx";
import { homeInputs } from "./home-inputs.ts";
import { useHomeParams } from "./home-params.ts";

const refreshEveryMs = 60_000;
const options = { placeholderData: keepPreviousData, refetchInterval: refreshEveryMs, staleTime: 30_000 };

/** Everything that the page shows; each part comes when it comes. */
export function useHome(projectId: string) {
  const trpc = useTRPC();
  const [params] = useHomeParams();
  const zone = useZoneName();
  const inputs = zone === null ? null : homeInputs(projectId, params, zone);
  const before = params.previous ? inputs : null;
  return {
    timings: useQuery(trpc.home.timings.queryOptions(inputs?.timings ?? skipToken, options)),
    usage: useQuery(trpc.home.usage.queryOptions(inputs?.usage ?? skipToken, options)),
    previousTimings: useQuery(trpc.home.timings.queryOptions(before?.timingsBefore ?? skipToken, options)),
    previousUsage: useQuery(trpc.home.usage.queryOptions(before?.usageBefore ?? skipToken, options)),
    costByModel: useQuery(trpc.home.costByModel.queryOptions(inputs?.usage ?? skipToken, options)),
    errorsByClass: useQuery(trpc.home.errorsByClass.queryOptions(inputs?.timings ?? skipToken, options)),
    targets: useQuery(trpc.target.list.queryOptions({ projectId })),
  };
}
