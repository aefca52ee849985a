"use client";

import type { fields } from "@plumbline/filters/fields";
import { ChevronRight, X } from "lucide-react";
import { useId } from "react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import { clauseCount, withoutClauses } from "../query-edits.ts";
import { NumberFacet } from "./number-facet.tsx";
import { ValueFacet } from "./value-facet.tsx";

export type FacetField = (typeof fields)[keyof typeof fields];

export interface FacetProps {
  projectId: string;
  field: FacetField;
  query: string;
  /** The query has problems: an edit would lose what could not be understood. */
  disabled: boolean;
  onChange: (query: string) => void;
}

interface FacetHeadProps extends FacetProps {
  open: boolean;
  onToggle: () => void;
}

export function Facet({ open, onToggle, ...facet }: FacetHeadProps) {
  const { field, query, disabled, onChange } = facet;
  const id = useId();
  const clauses = clauseCount(query, field.name);
  const measures = field.type === "duration" || field.type === "money" || field.type === "count";
  return (
    <section aria-label={field.label}>
      <div className="flex h-8 items-center pr-2 hover:bg-hover">
        <h3 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={onToggle}
            className="flex h-8 w-full items-center gap-1.5 pl-3 text-left text-xs font-medium -outline-offset-2"
          >
            <ChevronRight
              aria-hidden
              className={classNames("size-3 text-faint transition-transform", open && "rotate-90")}
            />
            {field.label}
            {clauses > 0 && (
              <span className="rounded-full bg-accent-solid px-1.5 text-2xs text-on-accent tabular-nums">
                {clauses}
                <span className="sr-only"> active</span>
              </span>
            )}
          </button>
        </h3>
        {clauses > 0 && (
          <Button
            look="quiet"
            size="icon"
            disabled={disabled}
            title={`Remove the filter on ${field.label}`}
            aria-label={`Remove the filter on ${field.label}`}
            onClick={() => onChange(withoutClauses(query, field.name))}
            className="size-6"
          >
            <X aria-hidden />
          </Button>
        )}
      </div>
      <div id={id} hidden={!open} className="pb-1.5">
        {open && (measures ? <NumberFacet {...facet} /> : <ValueFacet {...facet} />)}
      </div>
    </section>
  );
}
