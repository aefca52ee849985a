"use client";

import { parseQuery } from "@plumbline/filters/parse-query";
import { PanelLeft, RefreshCw, Star } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { Button } from "../../components/ui/button.tsx";
import { formatCount } from "../../format/number.ts";
import type { LoadValues } from "../query-bar/load-values.ts";
import { QueryBar } from "../query-bar/query-bar.tsx";
import { ColumnsButton } from "./columns/columns-button.tsx";
import { CopyLink } from "./copy-link.tsx";
import { ExportButton } from "./export/export-button.tsx";
import { LiveSwitch } from "./live/live-switch.tsx";
import type { LiveList } from "./live/use-live-list.ts";
import { facetSelection, onlyValue } from "./query-edits.ts";
import { TimeRangePicker } from "./time-range-picker.tsx";
import { useTracesParams } from "./use-traces-params.ts";

interface TracesToolbarProps {
  projectId: string;
  /** Null until it is known. */
  count: { total: number; exact: boolean } | null;
  fetching: boolean;
  live: LiveList;
  onRefresh: () => void;
  facetsOpen: boolean;
  onFacetsToggle: () => void;
  loadValues: LoadValues;
  /** Saved views: how a whole list is kept and found again. */
  views?: ReactNode;
}

export function TracesToolbar(props: TracesToolbarProps) {
  const { projectId, count, facetsOpen, onFacetsToggle, loadValues, views } = props;
  const [{ range, q }, setParams] = useTracesParams();
  return (
    <div className="shrink-0 space-y-2 border-b px-4 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold">Traces</h1>
        <output className="min-w-20 text-xs text-soft tabular-nums">
          {count && `${count.exact ? "" : "≈ "}${formatCount(count.total, "trace")}`}
        </output>
        {views}
        <div className="flex flex-wrap items-center gap-2 md:ml-auto">
          <TimeRangePicker
            range={range}
            onChange={(value) => void setParams({ range: value }, { history: "push" })}
          />
          <Refresh {...props} />
          <CopyLink range={range} />
          <ExportButton projectId={projectId} count={count} />
          <ColumnsButton />
        </div>
      </div>
      <div className="flex items-start gap-2">
        <Button
          title="Filters (f)"
          aria-label="Filters"
          aria-expanded={facetsOpen}
          size="icon"
          onClick={onFacetsToggle}
          className="aria-expanded:bg-selected max-md:size-9"
        >
          <PanelLeft aria-hidden />
        </Button>
        <BookmarkedOnly />
        <div className="flex min-w-0 flex-1">
          <QueryBar
            projectId={projectId}
            value={q}
            onChange={(text) => void setParams({ q: text }, { history: "push" })}
            loadValues={loadValues}
          />
        </div>
      </div>
    </div>
  );
}

/** One press for what the query calls bookmarked:true. */
function BookmarkedOnly() {
  const [{ q }, setParams] = useTracesParams();
  const understood = parseQuery(q).problems.length === 0;
  const pressed = understood && facetSelection(q, "bookmarked").included.includes("true");
  return (
    <Button
      title="Bookmarked traces only"
      aria-label="Bookmarked traces only"
      aria-pressed={pressed}
      size="icon"
      disabled={!understood}
      onClick={() => void setParams({ q: onlyValue(q, "bookmarked", "true") }, { history: "push" })}
      className="aria-pressed:bg-selected aria-pressed:text-accent max-md:size-9"
    >
      <Star aria-hidden className={classNames(pressed && "fill-current")} />
    </Button>
  );
}

type RefreshProps = Pick<TracesToolbarProps, "fetching" | "live" | "onRefresh">;

function Refresh({ fetching, live, onRefresh }: RefreshProps) {
  return (
    <div className="flex">
      <Button
        title="Refresh (r)"
        size="icon"
        aria-label="Refresh"
        onClick={onRefresh}
        className="rounded-r-none"
      >
        <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
      </Button>
      <LiveSwitch live={live} />
    </div>
  );
}
