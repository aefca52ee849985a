"use client";

import { RefreshButton } from "../../components/refresh-button.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import type { TimeRange } from "../traces/time-range.ts";
import { TimeRangePicker } from "../traces/time-range-picker.tsx";

interface SumsToolbarProps {
  title: string;
  searchLabel: string;
  range: TimeRange;
  search: string;
  fetching: boolean;
  onRange: (range: TimeRange) => void;
  onSearch: (search: string) => void;
  onRefresh: () => void;
}

export function SumsToolbar(props: SumsToolbarProps) {
  const { title, searchLabel, range, search, fetching, onRange, onSearch, onRefresh } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <h1 className="font-semibold">{title}</h1>
      <div className="flex flex-1 flex-wrap items-center gap-2 max-md:basis-full md:justify-end">
        <SearchBox label={searchLabel} value={search} onChange={onSearch} />
        <TimeRangePicker range={range} onChange={onRange} />
        <RefreshButton fetching={fetching} onRefresh={onRefresh} />
      </div>
    </div>
  );
}
