import type { ServiceContext } from "@plumbline/services/context";
import {
  getCostByModel,
  getErrorsByClass,
  getHomeOptions,
  getTimings,
  getUsage,
} from "@plumbline/services/home";
import { mainProject } from "./dataset-sql.ts";
import type { Case } from "./measure.ts";

const week = 7 * 86_400_000;
const targetMs = 800;

/** The queries of the home page over seven days. */
export function homeCases(ctx: ServiceContext): Case[] {
  const input = () => {
    const toMs = ctx.clock.nowMs();
    return { projectId: mainProject, fromMs: toMs - week, toMs, zone: "UTC" };
  };
  const timings = (unit: "calls" | "traces"): Case => ({
    name: `home: timings of ${unit}, 7 d`,
    targetMs,
    run: async () => `${(await getTimings(ctx, { ...input(), unit })).whole.total} ${unit}`,
  });
  const errors = (unit: "calls" | "traces"): Case => ({
    name: `home: errors of ${unit}, 7 d`,
    targetMs,
    run: async () => `${(await getErrorsByClass(ctx, { ...input(), unit })).entities} classes`,
  });
  return [
    timings("calls"),
    timings("traces"),
    {
      name: "home: usage, 7 d",
      targetMs,
      run: async () => `${(await getUsage(ctx, input())).whole.cost} USD`,
    },
    {
      name: "home: cost by model, 7 d",
      targetMs,
      run: async () => `${(await getCostByModel(ctx, input())).entities} models`,
    },
    errors("calls"),
    errors("traces"),
    {
      name: "home: options, 7 d",
      targetMs,
      run: async () => `${(await getHomeOptions(ctx, input())).models.length} models`,
    },
  ];
}
