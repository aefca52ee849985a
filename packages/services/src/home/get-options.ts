import { homeOptions } from "@plumbline/clickhouse/queries/home/options";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { listWindow } from "../window.ts";

export interface HomeOption {
  name: string;
  calls: number;
}

/** What the page can be narrowed to: the environments and models of the calls of a window, most first. */
export async function getHomeOptions(
  ctx: ServiceContext,
  input: { projectId: string; fromMs: number; toMs: number },
): Promise<{ environments: HomeOption[]; models: HomeOption[] }> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const window = listWindow(ctx.clock, { from: new Date(input.fromMs), to: new Date(input.toMs) });
  const rows = await reading(ctx.clickhouse.query(homeOptions, { projectId: input.projectId, ...window }));
  return {
    environments: sumUp(rows.map(({ environment, calls }) => ({ name: environment, calls }))),
    models: sumUp(rows.map(({ model, calls }) => ({ name: model, calls }))),
  };
}

function sumUp(parts: readonly HomeOption[]): HomeOption[] {
  const calls = new Map<string, number>();
  for (const part of parts) calls.set(part.name, (calls.get(part.name) ?? 0) + part.calls);
  return [...calls]
    .map(([name, count]) => ({ name, calls: count }))
    .filter(({ name }) => name !== "")
    .sort((left, right) => right.calls - left.calls || (left.name < right.name ? -1 : 1));
}
