"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import type { AuditPlace } from "./audit-place.ts";
import { AuditTable } from "./audit-table.tsx";
import { toAuditFilters, useAuditParams } from "./use-audit-params.ts";

/** Who changed what and when; entries are never changed or removed. */
export function AuditPage({ place }: { place: AuditPlace }) {
  const [params, setParams] = useAuditParams();
  const query = useAuditEntries(place, toAuditFilters(params));
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  return (
    <section aria-labelledby="audit-heading" className="flex min-h-0 flex-1 flex-col">
      <AuditFilterBar place={place} />
      {query.isError && (
        <ErrorNotice
          className="m-4"
          failure={toFailure(query.error)}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {rows?.length === 0 ? (
        <div className="grid flex-1 place-items-center p-6 text-center">
          <div className="max-w-sm">
            <h2 className="text-base font-semibold">No entry matches</h2>
            <p className="mt-1 mb-3 text-soft">Every change leaves one here, also those made by keys.</p>
            <Button
              onClick={() =>
                void setParams({ action: null, actor: null, entity: null, from: null, to: null })
              }
            >
              Show all entries
            </Button>
          </div>
        </div>
      ) : rows === null && query.isError ? null : (
        <AuditTable rows={rows} onEntity={(entity) => void setParams({ entity })}>
          {query.hasNextPage && (
            <div className="flex h-13 items-center justify-center">
              <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {query.isFetchingNextPage ? "Loading…" : "Load older entries"}
              </Button>
            </div>
          )}
        </AuditTable>
      )}
    </section>
  );
}

function useAuditEntries(place: AuditPlace, filters: ReturnType<typeof toAuditFilters>) {
  const trpc = useTRPC();
  const ofProject = "projectId" in place;
  const project = useInfiniteQuery(
    trpc.audit.listOfProject.infiniteQueryOptions(
      { projectId: ofProject ? place.projectId : "", ...filters },
      { getNextPageParam: (page) => page.nextCursor, enabled: ofProject },
    ),
  );
  const organization = useInfiniteQuery(
    trpc.audit.listOfOrganization.infiniteQueryOptions(
      { organizationId: ofProject ? "" : place.organizationId, ...filters },
      { getNextPageParam: (page) => page.nextCursor, enabled: !ofProject },
    ),
  );
  return ofProject ? project : organization;
}
