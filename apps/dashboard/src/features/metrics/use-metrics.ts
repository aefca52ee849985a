"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";
import { useZoneName } from "../preferences/preferences.tsx";
import { useMetricsParams } from "./metrics-params.ts";

const options = { placeholderData: keepPreviousData, refetchInterval: 60_000, staleTime: 30_000 };

/** The names of the time, what the chosen one can be grouped by, and its chart. */
export function useMetrics(projectId: string) {
  const trpc = useTRPC();
  const [{ range, name, by }] = useMetricsParams();
  const zone = useZoneName();
  const names = useQuery(trpc.metric.list.queryOptions({ projectId, range }, options));
  const chosen = name ?? names.data?.[0]?.name;
  const asked = chosen === undefined ? null : { projectId, range, name: chosen };
  const attributes = useQuery(trpc.metric.attributes.queryOptions(asked ?? skipToken, options));
  const chart = useQuery(
    trpc.metric.chart.queryOptions(
      asked === null || zone === null ? skipToken : { ...asked, zone, groupBy: by === "" ? undefined : by },
      options,
    ),
  );
  return { names, chosen, attributes, chart };
}
