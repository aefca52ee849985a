"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { rememberZone } from "../preferences/zone-cookie.ts";
import { homeInputs } from "./home-inputs.ts";
import { useHomeParams } from "./home-params.ts";

const refreshEveryMs = 60_000;
const options = { placeholderData: keepPreviousData, refetchInterval: refreshEveryMs, staleTime: 30_000 };

/** Everything that the page shows; each part comes when it comes. */
export function useHome(projectId: string, knownZone: string | null) {
  const trpc = useTRPC();
  const [params] = useHomeParams();
  const inBrowser = useInBrowser();
  const chosen = useTimeZone();
  // Which hours belong to a day is known to the browser alone; it tells the server for the next time.
  const zone = inBrowser ? (chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone) : knownZone;
  useEffect(() => {
    if (inBrowser && zone !== null) rememberZone(zone);
  }, [inBrowser, zone]);
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
