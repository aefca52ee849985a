"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import type { TimeRange } from "../traces/time-range.ts";
import { TimeRangePicker } from "../traces/time-range-picker.tsx";

interface SumsDetailHeadProps {
  /** "User" or "Session". */
  noun: string;
  id: string;
  backHref: string;
  tracesHref: string;
  range: TimeRange;
  onRange: (range: TimeRange) => void;
  children?: ReactNode;
}

export function SumsDetailHead(props: SumsDetailHeadProps) {
  const { noun, id, backHref, tracesHref, range, onRange, children } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <Link
        href={backHref}
        aria-label={`All ${noun.toLowerCase()}s`}
        title={`All ${noun.toLowerCase()}s`}
        className={buttonStyle({ look: "quiet", size: "icon" })}
      >
        <ArrowLeft aria-hidden />
      </Link>
      <h1 className="min-w-0 truncate font-semibold" title={id}>
        <span className="font-normal text-soft">{noun}</span> {id}
      </h1>
      <CopyId id={id} label={`${noun.toLowerCase()} id`} iconOnly />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {children}
        <Link href={tracesHref} className={buttonStyle()}>
          Show traces
        </Link>
        <TimeRangePicker range={range} onChange={onRange} />
      </div>
    </div>
  );
}
