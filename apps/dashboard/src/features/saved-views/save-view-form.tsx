"use client";

import { type FormEvent, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { toFailure } from "../../trpc/failure.ts";
import type { SavedView } from "../../trpc/types.ts";
import type { Surface } from "./saved-views.tsx";
import { useSavedViewChanges } from "./use-saved-view-changes.ts";
import type { ViewParams } from "./view-params.ts";

interface SaveViewFormProps {
  projectId: string;
  surface: Surface;
  params: ViewParams;
  onSaved: (view: SavedView) => void;
}

export function SaveViewForm({ projectId, surface, params, onSaved }: SaveViewFormProps) {
  const [name, setName] = useState("");
  const { create } = useSavedViewChanges();
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    create.mutate({ projectId, surface, name, params: { ...params } }, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit} className="space-y-2 border-t p-3">
      <label className="block text-xs text-soft" htmlFor="view-name">
        Save what is shown as a new view
      </label>
      <div className="flex gap-2">
        <input
          id="view-name"
          required
          maxLength={100}
          value={name}
          placeholder="Name"
          onChange={(event) => setName(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-raised px-2"
        />
        <Button type="submit" look="solid" disabled={create.isPending}>
          {create.isPending ? "Saving…" : "Save view"}
        </Button>
      </div>
      {create.isError && (
        <ErrorNotice failure={toFailure(create.error)} onRetry={() => submit()} retrying={create.isPending} />
      )}
    </form>
  );
}
