"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { useHomeParams } from "./home-params.ts";

const refreshEveryMs = 60_000;
const options = { placeholderData: keepPreviousData, refetchInterval: refreshEveryMs, staleTime: 30_000 };

/** Everything that the page shows; each part comes when it comes. */
export function useHome(projectId: string) {
  const trpc = useTRPC();
  const [{ range, unit, env, model, previous }] = useHomeParams();
  const inBrowser = useInBrowser();
  const zone = useTimeZone() ?? (inBrowser ? Intl.DateTimeFormat().resolvedOptions().timeZone : null);
  // Which hours belong to a day is known to the browser alone.
  const asked =
    zone === null
      ? skipToken
      : {
          projectId,
          range,
          zone,
          environments: env.length > 0 ? env : undefined,
          models: model.length > 0 ? model : undefined,
        };
  const now = asked === skipToken ? skipToken : { ...asked, unit };
  const before = now === skipToken || !previous ? skipToken : { ...now, period: "previous" as const };
  const usageBefore =
    asked === skipToken || !previous ? skipToken : { ...asked, period: "previous" as const };
  return {
    timings: useQuery(trpc.home.timings.queryOptions(now, options)),
    usage: useQuery(trpc.home.usage.queryOptions(asked, options)),
    previousTimings: useQuery(trpc.home.timings.queryOptions(before, options)),
    previousUsage: useQuery(trpc.home.usage.queryOptions(usageBefore, options)),
    costByModel: useQuery(trpc.home.costByModel.queryOptions(asked, options)),
    errorsByClass: useQuery(trpc.home.errorsByClass.queryOptions(now, options)),
    targets: useQuery(trpc.target.list.queryOptions({ projectId })),
  };
}
