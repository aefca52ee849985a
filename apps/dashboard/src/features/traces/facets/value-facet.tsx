"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNotice } from "../../../components/error-notice.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { useSettled } from "../../../components/use-settled.ts";
import { useTRPC } from "../../../trpc/client.ts";
import { toFailure } from "../../../trpc/failure.ts";
import { facetSelection, onlyValue, toggleValue } from "../query-edits.ts";
import { useTracesParams } from "../use-traces-params.ts";
import type { FacetProps } from "./facet.tsx";
import { FacetValue } from "./facet-value.tsx";
import { listedValues, stateOfValue } from "./listed-values.ts";

const typingPauseMs = 250;
const fewValues = 8;

/** The values of a field, each with the traces that have it under the rest of the query. */
export function ValueFacet({ projectId, field, query, disabled, onChange }: FacetProps) {
  const trpc = useTRPC();
  const [{ range }] = useTracesParams();
  const [search, setSearch] = useState("");
  const [all, setAll] = useState(false);
  const prefix = useSettled(search.trim(), typingPauseMs);
  const answer = useQuery(
    trpc.trace.facet.queryOptions(
      { projectId, range, query, field: field.name, prefix },
      { trpc: { abortOnUnmount: true }, placeholderData: keepPreviousData, enabled: !disabled },
    ),
  );
  if (answer.isError && !answer.data) {
    return (
      <ErrorNotice
        className="mx-3 my-1"
        failure={toFailure(answer.error)}
        onRetry={() => void answer.refetch()}
        retrying={answer.isFetching}
      />
    );
  }
  if (!answer.data) return !disabled && <LoadingValues />;

  const selection = facetSelection(query, field.name);
  const values = listedValues(answer.data.values, selection, prefix);
  const searchable = answer.data.more || search !== "";
  const shown = all ? values : values.slice(0, fewValues);
  return (
    <>
      {searchable && (
        <input
          type="text"
          aria-label={`Search ${field.label}`}
          placeholder="Starts with…"
          value={search}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setSearch(event.target.value)}
          className="mx-3 mb-1 h-7 w-[calc(100%-1.5rem)] rounded border bg-surface px-2 text-xs placeholder:text-faint max-md:text-base"
        />
      )}
      <ul aria-label={`Values of ${field.label}`} aria-busy={answer.isPlaceholderData}>
        {shown.map(({ value, count }) => (
          <FacetValue
            key={value}
            value={value}
            count={count}
            exact={answer.data.exact}
            state={stateOfValue(selection, value)}
            disabled={disabled}
            onOnly={() => onChange(onlyValue(query, field.name, value))}
            onToggle={() => onChange(toggleValue(query, field.name, value))}
          />
        ))}
      </ul>
      {values.length === 0 && (
        <p className="px-4 py-1 text-xs text-faint">
          {prefix === "" ? "None among these traces." : `None starts with “${prefix}”.`}
        </p>
      )}
      {values.length > fewValues && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="mx-3 h-6 rounded px-1 text-xs text-soft hover:bg-hover hover:text-text"
        >
          {all ? "Show fewer" : `Show ${values.length - fewValues} more`}
        </button>
      )}
      {all && answer.data.more && (
        <p className="px-4 py-1 text-2xs text-faint">There are still more: search for them.</p>
      )}
    </>
  );
}

function LoadingValues() {
  return (
    <div aria-hidden>
      {["w-24", "w-16", "w-20"].map((width) => (
        <div key={width} className="flex h-7 items-center px-4">
          <Skeleton className={width} />
        </div>
      ))}
    </div>
  );
}
