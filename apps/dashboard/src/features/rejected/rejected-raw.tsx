"use client";

import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import type { RejectedEvent } from "../../trpc/types.ts";
import { JsonView } from "../trace/content/json-view.tsx";
import { LongText } from "../trace/content/long-text.tsx";
import { parseJson } from "../trace/content/parse-json.ts";

interface RejectedRawProps {
  event: RejectedEvent;
  receivedAt: string;
  /** What can be done with it. */
  children?: ReactNode;
}

/** One refused event: why, when and where, and what was sent. */
export function RejectedRaw({ event, receivedAt, children }: RejectedRawProps) {
  const { copied, copy } = useCopied();
  const parsed = parseJson(event.raw);
  const facts = [
    ["Code", event.code],
    ["Source", event.source],
    ["Stage", event.stage],
    ["Received", receivedAt],
    ["Event id", event.eventId],
  ] as const;
  return (
    <div className="space-y-3">
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 font-medium break-words whitespace-normal">{event.reason}</p>
        {children}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-xs">
        {facts
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <div key={label} className="min-w-0">
              <dt className="text-2xs text-soft">{label}</dt>
              <dd className="font-mono break-all whitespace-normal">{value}</dd>
            </div>
          ))}
      </dl>
      <div className="rounded-lg border bg-canvas">
        <div className="flex items-center justify-between border-b px-3 py-1">
          <h2 className="text-xs font-medium text-soft">As it was sent</h2>
          <Button look="quiet" onClick={() => copy(event.raw)}>
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
            {copied ? "Copied" : "Copy"}
          </Button>
        </div>
        <div className="p-3 whitespace-normal">
          {parsed === undefined ? (
            <LongText text={event.raw} className="font-mono text-xs leading-5" />
          ) : (
            <JsonView value={parsed} />
          )}
        </div>
      </div>
    </div>
  );
}
