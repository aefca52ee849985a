"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History, SearchX, TimerOff } from "lucide-react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SettingsHead } from "../settings/settings-head.tsx";
import { AuditExport } from "./audit-export.tsx";
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
      <div className="px-4 pt-5 pb-2">
        <SettingsHead
          title="Audit log"
          headingId="audit-heading"
          text="Who changed what, and when. Entries are never changed or removed."
        >
          <AuditExport place={place} />
        </SettingsHead>
      </div>
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
        <NoEntries />
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

/** No entry of this place at all, none in the time, none that the filters pass. */
function NoEntries() {
  const [{ action, actor, entity, from, to }, setParams] = useAuditParams();
  if (action !== "" || actor !== "" || entity !== "") {
    return (
      <EmptyState
        icon={<SearchX />}
        title="No entry matches"
        text="No change of this kind was made by whom was asked for."
      >
        <Button
          size="medium"
          look="solid"
          onClick={() => void setParams({ action: null, actor: null, entity: null })}
        >
          Clear the filters
        </Button>
      </EmptyState>
    );
  }
  if (from !== null || to !== null) {
    return (
      <EmptyState icon={<TimerOff />} title="Nothing in this time" text="Nobody changed anything then.">
        <Button size="medium" look="solid" onClick={() => void setParams({ from: null, to: null })}>
          Show all time
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<History />}
      title="No changes yet"
      text="Every change of a setting, a key or a member leaves an entry here, also when a key makes it."
    />
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
