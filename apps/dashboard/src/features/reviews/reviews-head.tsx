"use client";

import { RefreshCw } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { ExportPopover } from "../../components/export-popover.tsx";
import { Button } from "../../components/ui/button.tsx";
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
  const path = `/api/project/${encodeURIComponent(projectId)}/reviews/export`;
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
        {filled && (
          <ExportPopover hrefOf={(format) => `${path}?${new URLSearchParams({ format, show })}`}>
            Every item of this list, with the beginning of what was asked. Times are UTC.
          </ExportPopover>
        )}
        <Button size="icon" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
          <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
        </Button>
      </span>
    </div>
  );
}
