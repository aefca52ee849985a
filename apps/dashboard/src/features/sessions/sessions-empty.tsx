"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { SumsNone } from "../sums/sums-none.tsx";
import type { TimeRange } from "../traces/time-range.ts";

interface SessionsEmptyProps {
  projectId: string;
  search: string;
  range: TimeRange;
  onSearch: (search: string) => void;
  onRange: (range: TimeRange) => void;
}

export function SessionsEmpty({ projectId, ...props }: SessionsEmptyProps) {
  const trpc = useTRPC();
  const ever = useQuery(
    trpc.session.list.queryOptions({
      projectId,
      range: "all",
      sort: { column: "lastSeen", direction: "desc" },
    }),
  );
  if (ever.isError) {
    return (
      <ErrorNotice
        className="m-4"
        failure={toFailure(ever.error)}
        onRetry={() => void ever.refetch()}
        retrying={ever.isFetching}
      />
    );
  }
  return (
    <SumsNone
      {...props}
      noun="session"
      newestAt={ever.data && (ever.data.rows[0]?.lastSeenAt ?? null)}
      howTo={
        <>
          Traces of one conversation belong together when the code sets a session id:{" "}
          <code className="font-mono text-xs">session.id</code> on a span of OpenTelemetry,{" "}
          <code className="font-mono text-xs">sessionId</code> on a trace of the Langfuse SDKs.
        </>
      }
    />
  );
}
