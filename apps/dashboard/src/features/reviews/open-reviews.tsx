"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

const mostShown = 99;
const askAgainMs = 30_000;

/** How many items wait for somebody to take them; nothing while none does. */
export function OpenReviews({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const { data: count } = useQuery(
    trpc.review.openCount.queryOptions({ projectId }, { refetchInterval: askAgainMs, retry: false }),
  );
  if (count === undefined || count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-accent-solid px-1.5 text-2xs font-semibold text-on-accent tabular-nums">
      {count > mostShown ? `${mostShown}+` : count}
      <span className="sr-only"> open</span>
    </span>
  );
}
