"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
import type { DeferredProps } from "../../components/deferred.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { toFailure } from "../../trpc/failure.ts";
import type { SavedView } from "../../trpc/types.ts";
import { useProject } from "../project/use-project.ts";
import { SaveViewForm } from "./save-view-form.tsx";
import type { Surface } from "./saved-views.tsx";
import { useSavedViewChanges } from "./use-saved-view-changes.ts";
import type { ViewParams } from "./view-params.ts";

interface SavedViewsPopoverProps extends DeferredProps {
  projectId: string;
  surface: Surface;
  views: UseQueryResult<SavedView[], unknown> & { error: unknown };
  current: SavedView | undefined;
  modified: boolean;
  params: ViewParams;
  onChoose: (view: SavedView | null) => void;
}

export function SavedViewsPopover(props: SavedViewsPopoverProps) {
  const { trigger, projectId, surface, views, current, modified, params, onChoose } = props;
  const [open, setOpen] = useState(true);
  const { update, remove, failure, retry } = useSavedViewChanges();
  const mayWrite = useProject(projectId).can("views:write");
  const choose = (view: SavedView | null) => {
    onChoose(view);
    setOpen(false);
  };
  return (
    <Popover title="Views" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="w-80 max-w-[92vw]">
        {views.data?.length === 0 ? (
          <p className="px-3 pt-3 text-soft">
            No view yet. A view keeps the filters, the range, the order and the columns under a name, for
            everybody in the project.
          </p>
        ) : (
          <ul aria-label="Saved views" className="scroll-thin max-h-72 overflow-y-auto p-1.5">
            {views.data?.map((view) => (
              <ViewRow
                key={view.id}
                view={view}
                isCurrent={view.id === current?.id}
                onChoose={() => choose(view)}
                onRemove={
                  mayWrite
                    ? () => {
                        remove.mutate({ projectId, savedViewId: view.id });
                        if (view.id === current?.id) onChoose(null);
                      }
                    : null
                }
              />
            ))}
          </ul>
        )}
        {failure && (
          <ErrorNotice
            className="m-2"
            failure={toFailure(failure)}
            onRetry={retry}
            retrying={update.isPending}
          />
        )}
        {current && modified && (
          <div className="flex flex-wrap items-center gap-2 border-t px-3 py-2">
            <span className="min-w-0 flex-1 truncate text-soft">{`“${current.name}” was changed here`}</span>
            <Button onClick={() => choose(current)}>Discard</Button>
            {mayWrite && (
              <Button
                disabled={update.isPending}
                onClick={() => update.mutate({ projectId, savedViewId: current.id, params: { ...params } })}
              >
                Save changes
              </Button>
            )}
          </div>
        )}
        {mayWrite && (
          <SaveViewForm projectId={projectId} surface={surface} params={params} onSaved={choose} />
        )}
      </div>
    </Popover>
  );
}

interface ViewRowProps {
  view: SavedView;
  isCurrent: boolean;
  onChoose: () => void;
  /** null for those who may not. */
  onRemove: (() => void) | null;
}

function ViewRow({ view, isCurrent, onChoose, onRemove }: ViewRowProps) {
  const [asking, setAsking] = useState(false);
  return (
    <li className="group flex items-center gap-1 rounded hover:bg-hover">
      <button
        type="button"
        aria-current={isCurrent ? "true" : undefined}
        onClick={onChoose}
        className={classNames(
          "flex h-8 min-w-0 flex-1 items-center gap-2 px-2 text-left",
          isCurrent && "font-medium",
        )}
      >
        <span className="min-w-0 flex-1 truncate">{view.name}</span>
        {isCurrent && <Check aria-hidden className="size-3.5 text-accent" />}
      </button>
      {onRemove === null ? null : asking ? (
        <>
          <Button onClick={onRemove}>Remove for everybody</Button>
          <Button look="quiet" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button look="quiet" onClick={() => setAsking(true)} aria-label={`Remove the view ${view.name}`}>
          Remove
        </Button>
      )}
    </li>
  );
}
