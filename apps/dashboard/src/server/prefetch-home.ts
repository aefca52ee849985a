import {
  createLoader,
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { homeInputs } from "../features/home/home-inputs.ts";
import { timeRangeCodec } from "../features/traces/time-range.ts";
import { getQueryClient, prefetched, trpc } from "./prefetch.tsx";
import { readZone } from "./zone.ts";

/** What the address of home holds, as home-params.ts reads it in the browser. */
const loadHomeParams = createLoader({
  range: createParser(timeRangeCodec).withDefault("7d"),
  unit: parseAsStringLiteral(["calls", "traces"] as const).withDefault("calls"),
  env: parseAsArrayOf(parseAsString).withDefault([]),
  model: parseAsArrayOf(parseAsString).withDefault([]),
  previous: parseAsBoolean.withDefault(true),
});

const patienceMs = 700;

/**
 * Asks what stands in the first line of home. Not on the first visit of a browser, whose days nobody knows
 * yet: it then asks for everything itself.
 */
export async function prefetchHome(
  projectId: string,
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<void> {
  const zone = await readZone();
  if (zone === null) return;
  const params = await loadHomeParams(searchParams);
  const inputs = homeInputs(projectId, params, zone);
  const client = getQueryClient();
  const { home } = trpc;
  const queries = [
    () => client.prefetchQuery(home.timings.queryOptions(inputs.timings)),
    () => client.prefetchQuery(home.usage.queryOptions(inputs.usage)),
    () => client.prefetchQuery(trpc.target.list.queryOptions({ projectId })),
    ...(params.previous
      ? [
          () => client.prefetchQuery(home.timings.queryOptions(inputs.timingsBefore)),
          () => client.prefetchQuery(home.usage.queryOptions(inputs.usageBefore)),
        ]
      : []),
  ];
  await prefetched(async () => void (await Promise.all(queries.map((query) => query()))), patienceMs);
}
