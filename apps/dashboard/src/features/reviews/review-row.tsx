"use client";

import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { unknown } from "../../format/number.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import type { ListedReviewItem } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { stateText } from "./state-text.ts";

interface ReviewRowProps {
  projectId: string;
  item: ListedReviewItem;
  nowMs: number;
  /** Its trace is open beside the list. */
  current: boolean;
  onOpen: (event: MouseEvent) => void;
  /** What can be done with it. */
  children: ReactNode;
}

/** What was asked, why a person is needed, and where it came from. */
export function ReviewRow({ projectId, item, nowMs, current, onOpen, children }: ReviewRowProps) {
  const zone = useTimeZone();
  const base = `/project/${encodeURIComponent(projectId)}`;
  const startedMs = Date.parse(item.spanStartedAt);
  const facts = [
    [
      "When",
      <time key="when" dateTime={item.spanStartedAt} title={formatExact(startedMs, zone)}>
        {formatRelative(startedMs, nowMs, zone)}
      </time>,
    ],
    ["Model", item.model],
    [
      "User",
      item.userId && (
        <FactLink href={`${base}/users/${encodeURIComponent(item.userId)}`}>{item.userId}</FactLink>
      ),
    ],
    [
      "Session",
      item.sessionId && (
        <FactLink href={`${base}/sessions/${encodeURIComponent(item.sessionId)}`}>{item.sessionId}</FactLink>
      ),
    ],
    ["State", item.state === "open" ? null : stateText(item)],
    ["Note", item.note],
  ] as const;
  return (
    <li
      data-review
      className={classNames(
        "flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-2.5 hover:bg-hover",
        current && "bg-selected",
      )}
    >
      <div className="min-w-0 flex-1 basis-72 space-y-1">
        <Link
          href={`${base}/traces/${encodeURIComponent(item.traceId)}?span=${encodeURIComponent(item.spanId)}`}
          prefetch={false}
          data-review-link
          onClick={onOpen}
          className="line-clamp-2 font-medium break-words hover:underline"
        >
          {item.asked ?? `${unknown} No text of this call is kept`}
        </Link>
        <p className="text-soft">{item.reason}</p>
        <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
          {facts.map(
            ([label, value]) =>
              value && (
                <div key={label} className="flex min-w-0 gap-1">
                  <dt className="text-soft">{label}</dt>
                  <dd className="min-w-0 break-words [overflow-wrap:anywhere]">{value}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      <div className="flex shrink-0 gap-2">{children}</div>
    </li>
  );
}

function FactLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="hit underline decoration-line-strong underline-offset-4 hover:text-accent"
    >
      {children}
    </Link>
  );
}
