"use client";

import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { SearchBox } from "../../components/search-box.tsx";
import type { MetricName } from "../../trpc/types.ts";

interface MetricNamesProps {
  metrics: readonly MetricName[];
  chosen: string | undefined;
  onChoose: (name: string) => void;
}

/** Every metric of the time, one of them chosen. */
export function MetricNames({ metrics, chosen, onChoose }: MetricNamesProps) {
  const [search, setSearch] = useState("");
  const shown = metrics.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <nav
      aria-label="Metrics"
      className="flex max-h-56 shrink-0 flex-col border-b md:max-h-none md:w-80 md:border-r md:border-b-0"
    >
      <div className="p-2">
        <SearchBox label="Search metrics" value={search} onChange={setSearch} />
      </div>
      <ul className="scroll-thin min-h-0 flex-1 space-y-px overflow-y-auto px-2 pb-2">
        {shown.map(({ name, kind, unit }) => (
          <li key={name}>
            <button
              type="button"
              aria-current={name === chosen ? "true" : undefined}
              onClick={() => onChoose(name)}
              className={classNames(
                "w-full rounded-md px-2 py-1 text-left hover:bg-hover",
                name === chosen && "bg-hover",
              )}
            >
              <span className="block truncate font-mono text-xs" title={name}>
                {name}
              </span>
              <span className="block text-2xs text-faint">{unit === "" ? kind : `${kind}, ${unit}`}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className="px-2 py-1 text-xs text-faint">No metric has this name.</li>}
      </ul>
    </nav>
  );
}
