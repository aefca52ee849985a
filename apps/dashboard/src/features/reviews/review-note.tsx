"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../trpc/client.ts";
import { stateText } from "./state-text.ts";

/** On the page of a trace: that a person was asked for, and what became of it. */
export function ReviewNote({ projectId, traceId }: { projectId: string; traceId: string }) {
  const trpc = useTRPC();
  const { data: items } = useQuery(
    trpc.review.ofTrace.queryOptions({ projectId, traceId }, { retry: false }),
  );
  if (items === undefined || items.length === 0) return null;
  return (
    <ul className="shrink-0 border-b bg-selected">
      {items.map((item) => (
        <li key={item.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 px-4 py-1.5">
          <Inbox aria-hidden className="size-4 shrink-0 text-accent" />
          <span>
            {"Handed over to a person: "}
            <Link
              href={`/project/${encodeURIComponent(projectId)}/reviews?show=${item.state}`}
              className="hit font-medium underline decoration-line-strong underline-offset-4 hover:text-accent"
            >
              {stateText(item)}
            </Link>
            .
          </span>
          <span className="min-w-0 break-words text-soft">{item.note === "" ? item.reason : item.note}</span>
        </li>
      ))}
    </ul>
  );
}
