"use client";

import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Select } from "../../components/ui/select.tsx";
import { pastRanges } from "./past-ranges.ts";
import { RecomputeProgress } from "./recompute-progress.tsx";
import type { useRecompute } from "./use-recompute.ts";

interface RecomputeCostsProps {
  projectId: string;
  mayUpdate: boolean;
  recomputing: ReturnType<typeof useRecompute>;
  range: string;
  onRange: (range: string) => void;
}

/** Stored costs keep the price of their day until somebody has them computed anew. */
export function RecomputeCosts({ projectId, mayUpdate, recomputing, range, onRange }: RecomputeCostsProps) {
  const { recompute, start, canStart, error } = recomputing;
  if (!mayUpdate && recompute === null) return null;
  return (
    <section aria-label="Recompute stored costs" className="space-y-2 border-t pt-4">
      <h3 className="font-semibold">Recompute stored costs</h3>
      <p className="max-w-2xl text-soft">
        What is stored keeps its cost when a price changes. Recomputing prices it again as of the time of each
        call; tokens, and costs that clients gave, stay as they are.
      </p>
      {mayUpdate && (
        <div className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Calls of"
            value={range}
            onChange={(event) => onRange(event.target.value)}
            className="w-44"
          >
            {pastRanges.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
          <Button size="medium" disabled={!canStart} onClick={() => start(range)}>
            Recompute
          </Button>
        </div>
      )}
      <FormError error={error} />
      {recompute && <RecomputeProgress projectId={projectId} recompute={recompute} mayCancel={mayUpdate} />}
    </section>
  );
}
