"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SettingsHead } from "../settings/settings-head.tsx";
import { TargetRow } from "./target-row.tsx";

/** What a project aims at; its lines stand in the charts of the home page. */
export function TargetsContent({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(trpc.target.list.queryOptions({ projectId }));
  const refresh = () => client.invalidateQueries(trpc.target.list.queryFilter({ projectId }));
  const reset = useMutation(trpc.target.reset.mutationOptions({ onSuccess: refresh }));
  const [savedMetric, setSavedMetric] = useState<string | null>(null);
  const targets = query.data?.targets;
  const mayUpdate = query.data?.mayUpdate ?? false;
  const allPreset = targets?.every(({ isPreset }) => isPreset) ?? true;
  return (
    <div className="w-full max-w-3xl space-y-4 px-4 py-5">
      <SettingsHead
        title="Targets"
        text="What the application should reach. A target stands as a dashed line in the charts of the home page, and each figure there says whether it is met."
      />
      {query.isError && (
        <ErrorNotice
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {reset.isError && (
        <ErrorNotice
          failure={toFailure(reset.error)}
          onRetry={() => reset.mutate({ projectId })}
          retrying={reset.isPending}
        />
      )}
      {query.data && !mayUpdate && (
        <p className="rounded-lg border px-3 py-2 text-soft">
          Your role can read targets but not change them. An admin of the project can.
        </p>
      )}
      <ul className="divide-y rounded-lg border bg-raised dark:bg-surface" aria-busy={query.isPending}>
        {targets?.map((target) => (
          <TargetRow
            // A changed target begins anew with what is stored.
            key={`${target.metric} ${target.lower ?? ""} ${target.upper ?? ""}`}
            projectId={projectId}
            target={target}
            mayUpdate={mayUpdate}
            saved={savedMetric === target.metric}
            onChanged={async () => {
              await refresh();
              setSavedMetric(target.metric);
            }}
          />
        )) ??
          (query.isPending &&
            Array.from({ length: 6 }, (_none, index) => (
              <li key={index} className="flex h-19 items-center px-4">
                <Skeleton className="w-40" />
              </li>
            )))}
      </ul>
      {mayUpdate && (
        <Button
          size="medium"
          disabled={allPreset || reset.isPending}
          onClick={() => reset.mutate({ projectId })}
        >
          Reset all to the preset
        </Button>
      )}
    </div>
  );
}
