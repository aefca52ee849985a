"use client";

import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { SavedNote } from "../../components/saved-note.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { Target } from "../../trpc/types.ts";
import { describeTarget, hasBounds, metricFacts } from "../home/target-state.ts";
import { fromField, targetUnit, toField } from "./target-fields.ts";

interface TargetRowProps {
  projectId: string;
  target: Target;
  mayUpdate: boolean;
  /** It was changed a moment ago. */
  saved: boolean;
  onChanged: () => Promise<void>;
}

/** One metric: its bounds, and what can be done with them. */
export function TargetRow({ projectId, target, mayUpdate, saved, onChanged }: TargetRowProps) {
  const trpc = useTRPC();
  const errorId = useId();
  const { metric } = target;
  const facts = metricFacts[metric];
  const [lower, setLower] = useState(toField(metric, target.lower));
  const [upper, setUpper] = useState(toField(metric, target.upper));
  const [problem, setProblem] = useState<string | null>(null);
  const options = {
    onSuccess: onChanged,
    onError: (error: unknown) => {
      const failure = toFailure(error);
      setProblem(`${failure.message} ${failure.nextStep}`);
    },
  };
  const set = useMutation(trpc.target.set.mutationOptions(options));
  const remove = useMutation(trpc.target.delete.mutationOptions(options));
  const reset = useMutation(trpc.target.reset.mutationOptions(options));
  const busy = set.isPending || remove.isPending || reset.isPending;
  const changed = lower !== toField(metric, target.lower) || upper !== toField(metric, target.upper);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const bounds = { lower: fromField(metric, lower), upper: fromField(metric, upper) };
    if (bounds.lower === undefined || bounds.upper === undefined) setProblem("Enter a number, like 0.5.");
    else if (bounds.lower === null && bounds.upper === null)
      setProblem("Give a lower or an upper bound, or remove the target.");
    else {
      setProblem(null);
      set.mutate({ projectId, metric, lower: bounds.lower, upper: bounds.upper });
    }
  };

  return (
    <li className="px-4 py-3">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="min-w-52 flex-1 self-start">
          <h3 className="font-medium">{facts.label}</h3>
          <p className="text-xs text-soft">{facts.explanation}</p>
          <p className="mt-0.5 text-xs text-faint">
            {describeTarget(target)}
            {target.isPreset && hasBounds(target) && ", the preset"}
          </p>
          <SavedNote shown={saved && !changed} />
        </div>
        <Bound
          label="At least"
          metric={metric}
          value={lower}
          onChange={setLower}
          invalid={problem !== null}
          describedBy={errorId}
          disabled={!mayUpdate || busy}
        />
        <Bound
          label="At most"
          metric={metric}
          value={upper}
          onChange={setUpper}
          invalid={problem !== null}
          describedBy={errorId}
          disabled={!mayUpdate || busy}
        />
        {mayUpdate && (
          <div className="flex w-48 gap-1.5">
            <Button type="submit" disabled={!changed || busy}>
              {set.isPending ? "Saving…" : "Save"}
            </Button>
            <Button
              look="quiet"
              disabled={busy || !hasBounds(target)}
              aria-label={`Remove the target for ${facts.label}`}
              onClick={() => remove.mutate({ projectId, metric })}
            >
              Remove
            </Button>
            <Button
              look="quiet"
              disabled={busy || target.isPreset}
              aria-label={`Reset ${facts.label} to the preset`}
              onClick={() => reset.mutate({ projectId, metric })}
            >
              Reset
            </Button>
          </div>
        )}
      </form>
      <p id={errorId} role="alert" className={problem === null ? "hidden" : "mt-1 text-xs text-error"}>
        {problem}
      </p>
    </li>
  );
}

interface BoundProps {
  label: string;
  metric: Target["metric"];
  value: string;
  onChange: (value: string) => void;
  invalid: boolean;
  describedBy: string;
  disabled: boolean;
}

function Bound({ label, metric, value, onChange, invalid, describedBy, disabled }: BoundProps) {
  return (
    <label className="block text-xs text-soft">
      {label}
      <span className="mt-0.5 flex h-7 w-29 items-center rounded border border-line-strong bg-canvas focus-within:outline-2 focus-within:outline-accent">
        <input
          inputMode="decimal"
          autoComplete="off"
          value={value}
          disabled={disabled}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          aria-label={`${metricFacts[metric].label}: ${label.toLowerCase()}, in ${targetUnit(metric).words}`}
          onChange={(event) => onChange(event.target.value)}
          className="h-full min-w-0 flex-1 bg-transparent px-1.5 text-right text-xs text-text tabular-nums outline-none disabled:text-soft"
        />
        <span aria-hidden className="pr-1.5 text-2xs text-faint">
          {targetUnit(metric).sign}
        </span>
      </span>
    </label>
  );
}
