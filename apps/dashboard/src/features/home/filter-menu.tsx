"use client";

import { ListFilter } from "lucide-react";
import { lazy } from "react";
import { Deferred } from "../../components/deferred.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";

const loadList = () => import("./filter-list.tsx");
const FilterList = lazy(async () => ({ default: (await loadList()).FilterList }));

export interface FilterMenuProps {
  projectId: string;
  label: string;
  of: "environments" | "models";
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Narrows the page to some of the names that occur in its time. */
export function FilterMenu(props: FilterMenuProps) {
  const { label, chosen } = props;
  const [only] = chosen;
  const shown = chosen.length > 1 ? `${label}: ${chosen.length}` : only === undefined ? label : only;
  return (
    <Deferred
      popup="dialog"
      preload={loadList}
      trigger={
        <button
          type="button"
          aria-label={
            chosen.length === 0 ? `Filter by ${label.toLowerCase()}` : `${label}: ${chosen.join(", ")}`
          }
          className={`${buttonStyle()} max-w-48 ${chosen.length > 0 ? "bg-selected!" : ""}`}
        >
          <ListFilter aria-hidden className="text-faint" />
          <span className="truncate">{shown}</span>
        </button>
      }
    >
      {(part) => <FilterList {...part} {...props} />}
    </Deferred>
  );
}
