"use client";

import { formatMeasure, isMeasureType, parseMeasure } from "@plumbline/filters/measure";
import { type SubmitEvent, useId, useState } from "react";
import { Button } from "../../../components/ui/button.tsx";
import { limitsOf, withLimits } from "../query-edits.ts";
import type { FacetField, FacetProps } from "./facet.tsx";

const examples: Partial<Record<FacetField["type"], readonly [string, string]>> = {
  duration: ["500ms", "10s"],
  money: ["0.01", "1"],
  count: ["1k", "20k"],
};

/** The least and the most that are wanted, written as in the query bar; both ends count. */
export function NumberFacet({ field, query, disabled, onChange }: FacetProps) {
  const id = useId();
  const limits = limitsOf(query, field.name);
  const [problem, setProblem] = useState<{ end: "least" | "most"; message: string } | null>(null);
  const shown = (value: string | null) =>
    value !== null && isMeasureType(field.type) ? formatMeasure(field.type, value) : "";
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ends = { least: read(form, "least", field), most: read(form, "most", field) };
    for (const end of ["least", "most"] as const) {
      const { message } = ends[end];
      if (message !== null) return setProblem({ end, message });
    }
    if (
      ends.least.value !== null &&
      ends.most.value !== null &&
      Number(ends.least.value) > Number(ends.most.value)
    ) {
      return setProblem({ end: "most", message: "The end has to be above the beginning." });
    }
    setProblem(null);
    onChange(withLimits(query, field.name, { least: ends.least.value, most: ends.most.value }));
  };
  const [leastExample = "", mostExample = ""] = examples[field.type] ?? [];
  const ends = [
    {
      name: "least",
      label: "At least",
      value: limits === "other" ? null : limits.least,
      example: leastExample,
    },
    { name: "most", label: "At most", value: limits === "other" ? null : limits.most, example: mostExample },
  ] as const;
  return (
    <form key={query} onSubmit={submit} className="px-4 pt-0.5">
      <div className="flex items-end gap-1.5">
        {ends.map(({ name, label, value, example }) => (
          <label key={name} className="min-w-0 flex-1 text-2xs text-faint">
            {label}
            <input
              name={name}
              defaultValue={shown(value)}
              placeholder={example}
              disabled={disabled}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={problem?.end === name}
              aria-describedby={problem?.end === name ? id : undefined}
              className="block h-7 w-full rounded border bg-surface px-1.5 text-xs text-text tabular-nums placeholder:text-faint aria-invalid:border-error max-md:text-base"
            />
          </label>
        ))}
        <Button type="submit" disabled={disabled}>
          Apply
        </Button>
      </div>
      {problem && (
        <p id={id} role="alert" className="mt-1 text-2xs text-error">
          {problem.message}
        </p>
      )}
      {limits === "other" && (
        <p className="mt-1 text-2xs text-faint">
          The query compares it in another way; applying replaces that.
        </p>
      )}
    </form>
  );
}

interface End {
  value: string | null;
  message: string | null;
}

function read(form: FormData, name: string, field: FacetField): End {
  const entry = form.get(name);
  const text = typeof entry === "string" ? entry.trim() : "";
  if (text === "" || !isMeasureType(field.type)) return { value: null, message: null };
  const measure = parseMeasure(field.type, text);
  return "value" in measure
    ? { value: measure.value, message: null }
    : { value: null, message: measure.message };
}
