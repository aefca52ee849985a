"use client";

import { SavedViews } from "../saved-views/saved-views.tsx";
import type { ViewParams } from "../saved-views/view-params.ts";
import { builtInColumns, parseColumns, serializeColumns } from "./columns/columns.ts";
import { useColumns } from "./columns/use-columns.ts";
import { parseSort, serializeSort } from "./sort.ts";
import { parseTimeRange, serializeTimeRange } from "./time-range.ts";
import { useTracesParams } from "./use-traces-params.ts";

/** Views of the list of traces; columns are always part of them, since everybody has usual ones of their own. */
export function TracesViews({ projectId }: { projectId: string }) {
  const [{ range, q, sort }, setParams] = useTracesParams();
  const { shown, change } = useColumns();
  const params: ViewParams = {
    range: serializeTimeRange(range),
    sort: serializeSort(sort),
    columns: serializeColumns(shown),
    ...(q === "" ? {} : { q }),
  };
  return (
    <SavedViews
      projectId={projectId}
      surface="traces"
      params={params}
      onApply={(view) => {
        void setParams(
          {
            range: parseTimeRange(view["range"] ?? ""),
            q: view["q"] ?? null,
            sort: parseSort(view["sort"] ?? ""),
          },
          { history: "push" },
        );
        change(parseColumns(view["columns"] ?? "") ?? builtInColumns);
      }}
    />
  );
}
