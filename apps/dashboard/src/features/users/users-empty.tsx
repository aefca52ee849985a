"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { SumsEmpty } from "../sums/sums-empty.tsx";
import { rangeThatReaches, type TimeRange } from "../traces/time-range.ts";

interface UsersEmptyProps {
  projectId: string;
  search: string;
  onClearSearch: () => void;
  onRange: (range: TimeRange) => void;
}

/** Why there is none: the search, the time range, or because the application says nothing of them. */
export function UsersEmpty({ projectId, search, onClearSearch, onRange }: UsersEmptyProps) {
  const trpc = useTRPC();
  const ever = useQuery(
    trpc.endUser.list.queryOptions({
      projectId,
      range: everything,
      sort: { column: "lastSeen", direction: "desc" },
    }),
  );
  if (search !== "") {
    return (
      <SumsEmpty title="No user matches" action={<Button onClick={onClearSearch}>Show every user</Button>}>
        No user id of this time range contains “{search}”.
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
        There are users in other times.
      </SumsEmpty>
    );
  }
  return (
    <SumsEmpty title="No users yet">
      <p>
        Traces say who used the application when its code sets a user id:{" "}
        <code className="font-mono text-xs">user.id</code> on a span of OpenTelemetry,{" "}
        <code className="font-mono text-xs">userId</code> on a trace of the Langfuse SDKs.
      </p>
    </SumsEmpty>
  );
}

const everything: TimeRange = { fromMs: 0, toMs: 4_102_444_800_000 };
