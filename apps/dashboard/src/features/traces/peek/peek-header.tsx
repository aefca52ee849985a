"use client";

import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyId } from "../../../components/copy-id.tsx";
import { LevelIcon } from "../../../components/level-icon.tsx";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { formatDuration } from "../../../format/duration.ts";
import { exactMoney, formatMoney } from "../../../format/money.ts";
import { formatExact } from "../../../format/time.ts";
import type { Trace } from "../../../trpc/types.ts";
import { useTimeZone } from "../../preferences/preferences.tsx";
import { tokensText } from "../table/cells.tsx";

interface ActionProps {
  href: string;
  onStep: { previous: (() => void) | null; next: (() => void) | null };
  onClose: () => void;
}

export function PeekHeader({ trace, ...actions }: ActionProps & { trace: Trace }) {
  const zone = useTimeZone();
  return (
    <Frame
      {...actions}
      title={
        <>
          <LevelIcon level={trace.level} running={trace.running} className="size-4" />
          <span className="truncate">{trace.name ?? "Unnamed trace"}</span>
        </>
      }
    >
      <Fact label="Started">{formatExact(Date.parse(trace.startTime), zone)}</Fact>
      <Fact label="Duration">{formatDuration(trace.durationMs)}</Fact>
      <Fact label="Cost">
        <span title={exactMoney(trace.cost)}>{formatMoney(trace.cost)}</span>
      </Fact>
      <Fact label="Tokens">{tokensText(trace)}</Fact>
      {trace.userId !== null && <Fact label="User">{trace.userId}</Fact>}
      {trace.sessionId !== null && <Fact label="Session">{trace.sessionId}</Fact>}
      <Fact label="Trace id">
        <CopyId id={trace.traceId} label="trace id" link={actions.href} />
      </Fact>
    </Frame>
  );
}

/** Before the trace is there; as high as the header that comes, in most cases. */
export function PeekHeaderSkeleton({ traceId, ...actions }: ActionProps & { traceId: string }) {
  return (
    <Frame {...actions} title={<span className="truncate font-mono text-xs font-normal">{traceId}</span>}>
      {["Started", "Duration", "Cost", "Tokens"].map((label) => (
        <Fact key={label} label={label}>
          <span className="flex h-5 w-16 items-center">
            <Skeleton className="w-full" />
          </span>
        </Fact>
      ))}
    </Frame>
  );
}

function Frame({
  title,
  href,
  onStep,
  onClose,
  children,
}: ActionProps & { title: ReactNode; children: ReactNode }) {
  return (
    <header className="shrink-0 border-b py-2 pr-2 pl-4">
      <div className="flex min-w-0 items-center gap-1">
        <h2 className="mr-auto flex min-w-0 items-center gap-2 text-base font-semibold tracking-tight">
          {title}
        </h2>
        <StepButton
          label="Previous trace"
          keyName="k"
          icon={<ChevronUp aria-hidden />}
          onStep={onStep.previous}
        />
        <StepButton label="Next trace" keyName="j" icon={<ChevronDown aria-hidden />} onStep={onStep.next} />
        <Link
          href={href}
          prefetch={false}
          data-open-trace
          title="Open the whole page"
          aria-label="Open the whole page"
          className={buttonStyle({ look: "quiet", size: "icon" })}
        >
          <Maximize2 aria-hidden />
        </Link>
        <Button title="Close (Esc)" aria-label="Close the trace" look="quiet" size="icon" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1 pr-2 text-xs">{children}</dl>
    </header>
  );
}

interface StepButtonProps {
  label: string;
  keyName: string;
  icon: ReactNode;
  onStep: (() => void) | null;
}

function StepButton({ label, keyName, icon, onStep }: StepButtonProps) {
  return (
    <Button
      title={`${label} (${keyName})`}
      aria-label={label}
      look="quiet"
      size="icon"
      disabled={onStep === null}
      onClick={() => onStep?.()}
    >
      {icon}
    </Button>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-2xs text-faint">{label}</dt>
      <dd className="min-w-0 break-words [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
