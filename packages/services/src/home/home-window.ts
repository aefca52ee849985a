import type { HomeParams } from "@plumbline/clickhouse/queries/home/filters";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { listWindow } from "../window.ts";
import { cutWindow } from "./time-buckets.ts";
import type { Buckets, HomeInput } from "./types.ts";

/** The buckets that a page shows, and what to ask the store for so as to fill them. */
export function homeWindow(
  { clock }: Pick<ServiceContext, "clock">,
  input: HomeInput,
): { buckets: Buckets; params: HomeParams } {
  const { fromMs, toMs } = input;
  if (!(fromMs < toMs)) {
    throw new PlumblineError("invalid_request", {
      message: "The start has to be before the end.",
      details: { field: "fromMs" },
    });
  }
  listWindow(clock, { from: new Date(fromMs), to: new Date(toMs) });
  const { startsMs, step } = cutWindow({ fromMs, toMs }, input.zone);
  const backMs = input.period === "previous" ? toMs - fromMs : 0;
  return {
    buckets: { startsMs, fromMs, toMs, step },
    params: {
      projectId: input.projectId,
      fromUs: (fromMs - backMs) * 1_000,
      toUs: (toMs - backMs) * 1_000,
      edges: startsMs.map((startMs) => Math.floor((startMs - backMs) / 1_000)),
      environments: input.environments?.length ? input.environments : undefined,
      models: input.models?.length ? input.models : undefined,
    },
  };
}

/** What each edge answers with, in order; undefined where nothing was found. */
export function alignRows<Row extends { bucketS: number }>(
  edges: readonly number[],
  rows: readonly Row[],
): (Row | undefined)[] {
  const byBucket = new Map(rows.map((row) => [row.bucketS, row]));
  return edges.map((edge) => byBucket.get(edge));
}
