"use client";

import { fields } from "@plumbline/filters/fields";
import { parseQuery } from "@plumbline/filters/parse-query";
import { useMemo } from "react";
import { useStored } from "../../../components/use-stored.ts";
import { useTracesParams } from "../use-traces-params.ts";
import { Facet, type FacetField } from "./facet.tsx";

const facetFields: readonly FacetField[] = Object.values(fields).filter(({ facet }) => facet);
const openAtFirst = ["level", "env", "name", "model"];

const parseOpen = (text: string | null): readonly string[] => (text === null ? openAtFirst : text.split(","));

/** Every facet, all of them edits of the one query in the address. A closed one asks for nothing. */
export function FacetList({ projectId }: { projectId: string }) {
  const [{ q }, setParams] = useTracesParams();
  const [open, setOpen] = useStored("plumbline.traces.open-facets", parseOpen);
  const { problems } = useMemo(() => parseQuery(q), [q]);
  return (
    <div className="py-1">
      {problems.length > 0 && (
        <p role="alert" className="mx-4 my-2 text-xs text-error">
          The query cannot be understood yet, so these filters wait until it is put right.
        </p>
      )}
      {facetFields.map((field) => (
        <Facet
          key={field.name}
          projectId={projectId}
          field={field}
          query={q}
          disabled={problems.length > 0}
          open={open.includes(field.name)}
          onToggle={() =>
            setOpen(
              (open.includes(field.name)
                ? open.filter((name) => name !== field.name)
                : [...open, field.name]
              ).join(","),
            )
          }
          onChange={(query) => void setParams({ q: query }, { history: "push" })}
        />
      ))}
    </div>
  );
}
