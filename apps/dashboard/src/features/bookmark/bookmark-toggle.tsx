"use client";

import { Star, X } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useKeys } from "../keys/keys.tsx";
import { useProject } from "../project/use-project.ts";
import { useBookmark } from "./use-bookmark.ts";

interface BookmarkToggleProps {
  projectId: string;
  traceId: string;
}

/** The star of a trace, for everybody in the project. */
export function BookmarkToggle({ projectId, traceId }: BookmarkToggleProps) {
  const { known, bookmarked, toggle, error, dismiss } = useBookmark({ projectId, traceId });
  const { project, can } = useProject(projectId);
  const allowed = can("traces:bookmark");
  const press = () => {
    if (known && allowed) toggle();
  };
  // Letters that are typed in the tree look for a span; capitals pass.
  useKeys([
    { key: "b", group: "Trace", does: "Bookmark", run: press },
    { key: "B", group: "Trace", does: "Bookmark, from within the tree too", run: press },
  ]);
  const label = bookmarked ? "Bookmarked" : "Bookmark";
  return (
    <span className="relative flex">
      <Button
        size="icon"
        aria-label="Bookmark"
        aria-pressed={bookmarked}
        aria-disabled={!known || !allowed}
        title={project && !allowed ? `${label}: your role may not change it` : `${label} (b)`}
        onClick={press}
        className={classNames(bookmarked && "text-accent", project && !allowed && "opacity-55")}
      >
        <Star aria-hidden className={classNames(bookmarked && "fill-current")} />
      </Button>
      {error && (
        <span className="absolute top-full right-0 z-30 mt-1 flex w-72 items-start gap-1 rounded-lg bg-raised p-1.5 text-left shadow-popup">
          <span className="block min-w-0 flex-1">
            <FormError error={error} />
            <Button className="mt-1.5" onClick={press}>
              Try again
            </Button>
          </span>
          <Button look="quiet" size="icon" aria-label="Dismiss" onClick={dismiss}>
            <X aria-hidden />
          </Button>
        </span>
      )}
    </span>
  );
}
