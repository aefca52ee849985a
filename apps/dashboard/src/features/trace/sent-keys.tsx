"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatInteger } from "../../format/number.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { SentKeys as Sent, SentKey } from "../../trpc/types.ts";
import { describeSent } from "./describe-sent.ts";
import type { Question } from "./trace-source.tsx";

interface SentKeysProps {
  question: Question<Sent>;
}

/** "What did my SDK send?" Asked for when it is opened. */
export function SentKeys({ question }: SentKeysProps) {
  const [isOpen, setIsOpen] = useState(false);
  // Opened before React took the page over, it would stay empty: that event came too early to be heard.
  const readOpen = useCallback((details: HTMLDetailsElement | null) => {
    if (details?.open) setIsOpen(true);
  }, []);
  return (
    <details ref={readOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="py-1 text-xs font-medium text-soft">What did my SDK send?</summary>
      {isOpen && <Loaded question={question} />}
    </details>
  );
}

function Loaded({ question }: SentKeysProps) {
  const sent = useQuery({ ...question, staleTime: 60_000 });
  if (sent.isPending) return <Skeleton className="mt-1 h-20 rounded-lg" />;
  if (sent.isError) {
    return (
      <ErrorNotice
        failure={toFailure(sent.error)}
        onRetry={() => void sent.refetch()}
        retrying={sent.isFetching}
      />
    );
  }
  const { keys, isNoted } = sent.data;
  const fields = keys.filter(({ field }) => field !== null).length;
  return (
    <div className="space-y-2">
      <p className="text-xs text-soft">
        {isNoted
          ? `${formatInteger(fields)} became fields, ${formatInteger(keys.length - fields)} were kept as attributes. Keys with a star stand for many.`
          : "Only keys that were kept as attributes are known of this span: it came by a protocol with fields of its own, or before Plumbline noted keys."}
      </p>
      {keys.length > 0 && <KeyTable keys={keys} />}
    </div>
  );
}

function KeyTable({ keys }: { keys: readonly SentKey[] }) {
  return (
    <dl
      aria-label="Keys that the SDK sent"
      className="divide-y overflow-hidden rounded-lg border text-xs leading-5"
    >
      {keys.map((entry) => (
        <KeyRow key={`${entry.place}/${entry.key}`} entry={entry} />
      ))}
    </dl>
  );
}

function KeyRow({ entry }: { entry: SentKey }) {
  const { became, about } = describeSent(entry);
  return (
    <div className="grid grid-cols-[minmax(8rem,50%)_minmax(0,1fr)] gap-3 px-3 py-1.5 hover:bg-hover">
      <dt className="font-mono break-words [overflow-wrap:anywhere]">{entry.key}</dt>
      <dd className="min-w-0">
        <span className={entry.field === null ? "text-soft" : "font-medium"}>{became}</span>
        {about !== "" && <span className="block text-soft">{about}</span>}
      </dd>
    </div>
  );
}
