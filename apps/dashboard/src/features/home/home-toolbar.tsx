"use client";

import { Button } from "../../components/ui/button.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { homeUnits, useHomeParams } from "./home-params.ts";
import { RangeControls } from "./range-controls.tsx";

interface HomeToolbarProps {
  projectId: string;
  fetching: boolean;
  onRefresh: () => void;
}

const unitLabels = { calls: "LLM calls", traces: "Traces" };

export function HomeToolbar({ projectId, fetching, onRefresh }: HomeToolbarProps) {
  const [{ range, unit, env, model, targets, previous }, setParams] = useHomeParams();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <h1 className="font-semibold">Home</h1>
      <fieldset className="flex rounded-md border bg-raised p-px">
        <legend className="sr-only">What is counted</legend>
        {homeUnits.map((value) => (
          <label
            key={value}
            className="flex h-6 cursor-default items-center rounded-sm px-2 text-xs font-medium text-soft hover:text-text has-checked:bg-hover has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="unit"
              value={value}
              checked={unit === value}
              onChange={() => void setParams({ unit: value })}
              className="sr-only"
            />
            {unitLabels[value]}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-1 flex-wrap items-center gap-2 max-md:basis-full md:justify-end">
        <FilterMenu
          projectId={projectId}
          label="Environment"
          of="environments"
          chosen={env}
          onChange={(chosen) => void setParams({ env: chosen })}
        />
        <FilterMenu
          projectId={projectId}
          label="Model"
          of="models"
          chosen={model}
          onChange={(chosen) => void setParams({ model: chosen })}
        />
        <Button
          aria-pressed={targets}
          onClick={() => void setParams({ targets: !targets })}
          className="aria-pressed:bg-selected"
        >
          Targets
        </Button>
        <Button
          aria-pressed={previous}
          onClick={() => void setParams({ previous: !previous })}
          className="aria-pressed:bg-selected"
        >
          Period before
        </Button>
        <RangeControls
          {...{ range, fetching, onRefresh }}
          onRange={(value) => void setParams({ range: value })}
        />
      </div>
    </div>
  );
}
