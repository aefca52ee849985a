"use client";

import type { ReactNode } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { toFailure } from "../../trpc/failure.ts";
import type { TimeRange } from "../traces/time-range.ts";
import { SumsNone } from "./sums-none.tsx";
import { SumsToolbar } from "./sums-toolbar.tsx";

interface Asked {
  isError: boolean;
  error: unknown;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
}

interface SumsListProps {
  /** "user" or "session". */
  noun: string;
  title: string;
  params: { range: TimeRange; search: string };
  setParams: (
    next: { range?: TimeRange; search?: string },
    options: { history: "push" | "replace" },
  ) => unknown;
  list: Asked & {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  /** null while they load. */
  rowCount: number | null;
  /** The one seen last at any time; asked for when the list is empty. */
  newest: Asked & { lastSeenAt: string | null | undefined };
  /** How the application makes them known, for when it never did. */
  howTo: ReactNode;
  /** The table, with what belongs below its last row. */
  children: (below: ReactNode) => ReactNode;
}

/** What the lists of users and sessions have in common: search, time, failure, emptiness, more. */
export function SumsList(props: SumsListProps) {
  const { noun, title, params, setParams, list, rowCount, newest, howTo, children } = props;
  const { range, search } = params;
  return (
    <>
      <SumsToolbar
        title={title}
        searchLabel={`Search ${noun} ids`}
        range={range}
        search={search}
        fetching={list.isFetching}
        onRange={(next) => void setParams({ range: next }, { history: "push" })}
        onSearch={(next) => void setParams({ search: next }, { history: "replace" })}
        onRefresh={() => void list.refetch()}
      />
      <Failed asked={list} />
      {rowCount === 0 ? (
        <>
          <Failed asked={newest} />
          {!newest.isError && (
            <SumsNone
              {...{ noun, search, range, howTo }}
              newestAt={newest.lastSeenAt}
              onSearch={(next) => void setParams({ search: next }, { history: "push" })}
              onRange={(next) => void setParams({ range: next }, { history: "push" })}
            />
          )}
        </>
      ) : rowCount === null && list.isError ? null : (
        children(
          list.hasNextPage && (
            <div className="flex h-13 items-center justify-center">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {list.isFetchingNextPage ? "Loading…" : "Load more"}
              </Button>
            </div>
          ),
        )
      )}
    </>
  );
}

function Failed({ asked }: { asked: Asked }) {
  if (!asked.isError) return null;
  return (
    <ErrorNotice
      className="m-4"
      failure={toFailure(asked.error)}
      onRetry={() => void asked.refetch()}
      retrying={asked.isFetching}
    />
  );
}
