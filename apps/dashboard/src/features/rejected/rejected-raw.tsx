"use client";

import { Check, Copy, Download } from "lucide-react";
import type { ReactNode } from "react";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { formatBytes, formatInteger } from "../../format/number.ts";
import type { RejectedEvent } from "../../trpc/types.ts";
import { JsonView } from "../trace/content/json-view.tsx";
import { LongText } from "../trace/content/long-text.tsx";
import { parseJson } from "../trace/content/parse-json.ts";

interface RejectedRawProps {
  event: RejectedEvent;
  projectId?: string | undefined;
  receivedAt: string;
  firstSeenAt: string;
  /** What can be done with it. */
  children?: ReactNode;
}

/** One refused event: why, when and where, and what was sent. */
export function RejectedRaw({ event, projectId, receivedAt, firstSeenAt, children }: RejectedRawProps) {
  const { copied, copy } = useCopied();
  const parsed = parseJson(event.raw);
  const isWhole = event.door === "" ? event.raw.length >= event.rawSize : event.bodySize <= shownBytes;
  const cutNote = cutNoteOf(event);
  const facts = [
    ["Code", event.code],
    ["Source", event.source],
    ["Stage", event.stage],
    [event.times > 1 ? "Last received" : "Received", receivedAt],
    ["First received", event.times > 1 ? firstSeenAt : ""],
    ["Times", event.times > 1 ? formatInteger(event.times) : ""],
    ["Request", event.door === "" ? "" : `${doorName(event.door)}, ${formatBytes(event.bodySize)}`],
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
      {cutNote !== null && <p className="text-xs whitespace-normal text-soft">{cutNote}</p>}
      <div className="rounded-lg border bg-canvas">
        <div className="flex items-center justify-between border-b px-3 py-1">
          <h2 className="text-xs font-medium text-soft">
            {isWhole ? "As it was sent" : "The beginning of what was sent"}
          </h2>
          <span className="flex">
            {projectId !== undefined && (
              <a
                href={downloadAddress(projectId, event.eventId)}
                download
                className={buttonStyle({ look: "quiet" })}
              >
                <Download aria-hidden />
                Download
              </a>
            )}
            <Button look="quiet" onClick={() => copy(event.raw)}>
              {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
              {copied ? "Copied" : "Copy"}
            </Button>
          </span>
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

const doorNames: Record<string, string> = {
  "otlp-traces:protobuf": "OTLP traces, protobuf",
  "otlp-traces:json": "OTLP traces, JSON",
  "otlp-logs:protobuf": "OTLP logs, protobuf",
  "otlp-logs:json": "OTLP logs, JSON",
  "otlp-metrics:protobuf": "OTLP metrics, protobuf",
  "otlp-metrics:json": "OTLP metrics, JSON",
  "langfuse-batch": "Langfuse batch",
};

const doorName = (door: string): string => doorNames[door] ?? "Another protocol";

const downloadAddress = (projectId: string, eventId: string): string =>
  `/api/project/${encodeURIComponent(projectId)}/rejected/download?event=${encodeURIComponent(eventId)}`;

/** Of the bytes of a request, as text. */
const shownBytes = 4 * 1024;
const keptCharacters = 1024 * 1024;

/** What is beyond the bound was not kept, and cannot be replayed. */
function cutNoteOf({ door, bodySize, rawSize }: RejectedEvent): string | null {
  if (door !== "") {
    return bodySize > keptCharacters
      ? `Only the first ${formatBytes(keptCharacters)} of its ${formatBytes(bodySize)} were kept, so it cannot be replayed.`
      : null;
  }
  return rawSize > keptCharacters
    ? `Only the first ${formatInteger(keptCharacters)} of its ${formatInteger(rawSize)} characters were kept, so it cannot be replayed.`
    : null;
}
