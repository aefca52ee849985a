"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { SumsEmpty } from "../sums/sums-empty.tsx";
import { rangeThatReaches, type TimeRange } from "../traces/time-range.ts";

interface SessionsEmptyProps {
  projectId: string;
  search: string;
  onClearSearch: () => void;
  onRange: (range: TimeRange) => void;
}

/** Why there is none: the search, the time range, or because the application says nothing of them. */
export function SessionsEmpty({ projectId, search, onClearSearch, onRange }: SessionsEmptyProps) {
  const trpc = useTRPC();
  const ever = useQuery(
    trpc.session.list.queryOptions({
      projectId,
      range: everything,
      sort: { column: "lastSeen", direction: "desc" },
    }),
  );
  if (search !== "") {
    return (
      <SumsEmpty
        title="No session matches"
        action={<Button onClick={onClearSearch}>Show every session</Button>}
      >
        No session id of this time range contains “{search}”.
      </SumsEmpty>
    );
  }
  const newest = ever.data?.rows[0];
  if (newest) {
    const reaching = rangeThatReaches(Date.parse(newest.lastSeenAt), Date.now());
    return (
      <SumsEmpty
        title="None in this time range"
        action={<Button onClick={() => onRange(reaching)}>Show the latest ones</Button>}
      >
        There are sessions in other times.
      </SumsEmpty>
    );
  }
  return (
    <SumsEmpty title="No sessions yet">
      <p>
        Traces of one conversation belong together when the code sets a session id:{" "}
        <code className="font-mono text-xs">session.id</code> on a span of OpenTelemetry,{" "}
        <code className="font-mono text-xs">sessionId</code> on a trace of the Langfuse SDKs.
      </p>
    </SumsEmpty>
  );
}

const everything: TimeRange = { fromMs: 0, toMs: 4_102_444_800_000 };
