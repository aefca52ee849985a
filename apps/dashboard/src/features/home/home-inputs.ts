import type { TimeRange } from "../traces/time-range.ts";
import type { HomeUnit } from "./home-params.ts";

interface HomeChoice {
  range: TimeRange;
  unit: HomeUnit;
  env: readonly string[];
  model: readonly string[];
}

/** What the queries of home are asked with; the server asks the same ahead, so that both have one key. */
export function homeInputs(projectId: string, { range, unit, env, model }: HomeChoice, zone: string) {
  const asked = {
    projectId,
    range,
    zone,
    environments: env.length > 0 ? [...env] : undefined,
    models: model.length > 0 ? [...model] : undefined,
  };
  return {
    usage: asked,
    usageBefore: { ...asked, period: "previous" as const },
    timings: { ...asked, unit },
    timingsBefore: { ...asked, unit, period: "previous" as const },
  };
}
