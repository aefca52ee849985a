"use client";

import { Download, RefreshCw } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { type ReviewShow, useReviewShow } from "./use-reviews-params.ts";

const choices: readonly { show: ReviewShow; label: string }[] = [
  { show: "open", label: "Open" },
  { show: "mine", label: "Mine" },
  { show: "taken", label: "Taken" },
  { show: "done", label: "Resolved" },
];

interface ReviewsHeadProps {
  projectId: string;
  /** There is something to export. */
  filled: boolean;
  fetching: boolean;
  onRefresh: () => void;
}

export function ReviewsHead({ projectId, filled, fetching, onRefresh }: ReviewsHeadProps) {
  const [show, setShow] = useReviewShow();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
      <h1 className="font-semibold">Reviews</h1>
      <fieldset className="flex gap-1 max-sm:order-last max-sm:-ml-2 max-sm:w-full">
        <legend className="sr-only">Which items</legend>
        {choices.map(({ show: value, label }) => (
          <Button
            key={value}
            look="quiet"
            aria-pressed={value === show}
            className={classNames(value === show && "bg-hover text-text")}
            onClick={() => void setShow(value)}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <span className="ml-auto flex gap-2">
        {filled && <ReviewsExport projectId={projectId} show={show} />}
        <Button size="icon" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
          <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
        </Button>
      </span>
    </div>
  );
}

/** Every item of the list, not only the loaded ones. */
function ReviewsExport({ projectId, show }: { projectId: string; show: ReviewShow }) {
  const [open, setOpen] = useState(false);
  const path = `/api/project/${encodeURIComponent(projectId)}/reviews/export`;
  return (
    <Popover
      title="Export"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button aria-label="Export">
          <Download aria-hidden />
          <span className="max-sm:hidden">Export</span>
        </Button>
      }
    >
      <div className="w-64 space-y-3 p-3">
        <p>Every item of this list, with the beginning of what was asked. Times are UTC.</p>
        <div className="flex gap-2">
          {(["csv", "jsonl"] as const).map((format) => (
            <a
              key={format}
              href={`${path}?${new URLSearchParams({ format, show })}`}
              download
              onClick={() => setOpen(false)}
              className={buttonStyle({ size: "medium" })}
            >
              <Download aria-hidden />
              {format === "csv" ? "CSV" : "NDJSON"}
            </a>
          ))}
        </div>
      </div>
    </Popover>
  );
}
