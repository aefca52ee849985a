"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark, ChevronDown } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { lazy } from "react";
import { Deferred } from "../../components/deferred.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { isSameView, type ViewParams } from "./view-params.ts";

const loadPopover = () => import("./saved-views-popover.tsx");
const SavedViewsPopover = lazy(async () => ({ default: (await loadPopover()).SavedViewsPopover }));

export type Surface = "traces" | "users" | "sessions";

interface SavedViewsProps {
  projectId: string;
  surface: Surface;
  /** What the address says now, without what is its default. */
  params: ViewParams;
  onApply: (params: ViewParams) => void;
}

/**
 * The views of a list. The address always carries the filters themselves, so a link shows everybody the
 * same even when the view is changed or gone; `view` only says which one they came from.
 */
export function SavedViews({ projectId, surface, params, onApply }: SavedViewsProps) {
  const trpc = useTRPC();
  const [viewId, setViewId] = useQueryState("view", parseAsString);
  const views = useQuery(trpc.savedView.list.queryOptions({ projectId, surface }));
  const current = views.data?.find(({ id }) => id === viewId);
  const modified = current !== undefined && !isSameView(current.params, params);
  return (
    <Deferred
      popup="dialog"
      preload={loadPopover}
      trigger={
        <button type="button" className={buttonStyle()}>
          <Bookmark aria-hidden className="text-faint" />
          <span className="max-w-40 truncate">{current?.name ?? "Views"}</span>
          {modified && (
            <span title="Changed since it was saved" className="size-1.5 rounded-full bg-warning">
              <span className="sr-only">, changed</span>
            </span>
          )}
          <ChevronDown aria-hidden className="text-faint" />
        </button>
      }
    >
      {(part) => (
        <SavedViewsPopover
          {...part}
          projectId={projectId}
          surface={surface}
          views={views}
          current={current}
          modified={modified}
          params={params}
          onChoose={(view) => {
            void setViewId(view?.id ?? null);
            if (view) onApply(view.params);
          }}
        />
      )}
    </Deferred>
  );
}
