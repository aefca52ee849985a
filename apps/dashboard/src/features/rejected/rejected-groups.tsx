"use client";

import { useQuery } from "@tanstack/react-query";
import { formatInteger } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { RejectedEventGroup } from "../../trpc/types.ts";
import { ReplayButton } from "./replay-button.tsx";
import { type RejectedFilter, useRejectedParams } from "./use-rejected-params.ts";

interface RejectedGroupsProps {
  projectId: string;
  filter: RejectedFilter;
}

/** Why events were refused, the most frequent reason first; each can be looked at and replayed as a whole. */
export function RejectedGroups({ projectId, filter }: RejectedGroupsProps) {
  const trpc = useTRPC();
  const { data: groups } = useQuery(
    trpc.rejectedEvent.groups.queryOptions({ projectId, filter }, { placeholderData: (before) => before }),
  );
  if (groups === undefined || groups.length === 0) return null;
  return (
    <section aria-label="Reasons" className="scroll-thin max-h-48 shrink-0 overflow-auto border-b">
      <ul>
        {groups.map((group) => (
          <Group key={`${group.code}/${group.source}`} group={group} projectId={projectId} filter={filter} />
        ))}
      </ul>
    </section>
  );
}

function Group({ group, projectId, filter }: RejectedGroupsProps & { group: RejectedEventGroup }) {
  const [, setParams] = useRejectedParams();
  const { code, source, reason, total } = group;
  return (
    <li className="flex items-center gap-3 px-4 py-1.5 not-last:border-b">
      <span className="min-w-8 shrink-0 font-medium tabular-nums">{formatInteger(total)}</span>
      <button
        type="button"
        onClick={() => void setParams({ code, source })}
        className="flex min-w-0 flex-1 items-baseline gap-3 text-left hover:underline max-md:flex-col max-md:gap-0"
      >
        <span className="max-w-full shrink-0 truncate font-mono text-xs">{code}</span>
        <span className="shrink-0 text-xs text-soft">{source}</span>
        <span className="min-w-0 max-w-full truncate text-soft">{reason}</span>
      </button>
      <ReplayButton projectId={projectId} of={{ filter: { ...filter, code, source } }} count={total} />
    </li>
  );
}
