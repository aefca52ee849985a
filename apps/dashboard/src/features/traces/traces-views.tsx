"use client";

import { createParser, parseAsString, useQueryStates } from "nuqs";
import { SavedViews } from "../saved-views/saved-views.tsx";
import type { ViewParams } from "../saved-views/view-params.ts";
import { serializeColumns } from "./columns/columns.ts";
import { useColumns } from "./columns/use-columns.ts";
import { serializeSort } from "./sort.ts";
import { serializeTimeRange } from "./time-range.ts";
import { useTracesParams } from "./use-traces-params.ts";

/** A text as it stands in the address: the parsers of the page read it from there. */
const asItIs = createParser({ parse: (text) => text, serialize: (text: string) => text });
const kept = { range: asItIs, q: parseAsString, sort: asItIs, columns: asItIs };

/** Views of the list of traces; columns are always part of them, since everybody has usual ones of their own. */
export function TracesViews({ projectId }: { projectId: string }) {
  const [{ range, q, sort }] = useTracesParams();
  const { shown } = useColumns();
  const [, setAll] = useQueryStates(kept, { history: "push" });
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
      onApply={(view) =>
        void setAll({
          range: view["range"] ?? null,
          q: view["q"] ?? null,
          sort: view["sort"] ?? null,
          columns: view["columns"] ?? null,
        })
      }
    />
  );
}
