import { at, hours, type LangfuseWorld } from "./langfuse-world.fixture.ts";

/** All of the world, with ten hours before it and less than two days after. */
export const window = { fromTimestamp: at(-hours(10)), toTimestamp: at(hours(48)) };

export const metric = (aggregation: string, measure: string) => ({ aggregation, measure });
export const count = metric("count", "count");

/** Of a query below /api/public, in the window unless it names one. */
export const path = (query: object, version = "v2/"): string =>
  `${version}metrics?query=${encodeURIComponent(JSON.stringify({ ...window, ...query }))}`;

export async function rowsOf(
  world: LangfuseWorld,
  query: object,
  version?: string,
): Promise<Array<Record<string, unknown>>> {
  const { data } = await world.get<{ data: Array<Record<string, unknown>> }>(path(query, version));
  return data;
}
