"use client";

import { Inbox, SearchX, TimerOff } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatMinute } from "../../format/time.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { rangeLabel, rangeThatReaches, type TimeRange } from "../traces/time-range.ts";

interface SumsNoneProps {
  /** "user" or "session". */
  noun: string;
  search: string;
  range: TimeRange;
  /** When one was last seen at any time; null when never, undefined while that is asked. */
  newestAt: string | null | undefined;
  onSearch: (search: string) => void;
  onRange: (range: TimeRange) => void;
  /** How the application makes itself known, for when it never did. */
  howTo: ReactNode;
}

/** Why a list is empty: the search, the time range, or because traces say nothing of such things. */
export function SumsNone(props: SumsNoneProps) {
  const { noun, search, range, newestAt, onSearch, onRange, howTo } = props;
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  if (search !== "") {
    return (
      <EmptyState
        icon={<SearchX />}
        title={`No ${noun} matches`}
        text={`No ${noun} id of this time range contains “${search}”.`}
      >
        <Button size="medium" look="solid" onClick={() => onSearch("")}>
          {`Show every ${noun}`}
        </Button>
        {range !== "all" && (
          <Button size="medium" look="quiet" onClick={() => onRange("all")}>
            Look in all time
          </Button>
        )}
      </EmptyState>
    );
  }
  if (newestAt === undefined) return <div className="flex-1" />;
  if (newestAt === null) {
    return <EmptyState icon={<Inbox />} title={`No ${noun}s yet`} text={howTo} />;
  }
  const wider = rangeThatReaches(Date.parse(newestAt), nowMs);
  return (
    <EmptyState
      icon={<TimerOff />}
      title={`No ${noun} in this time range`}
      text={`The latest one was there on ${formatMinute(Date.parse(newestAt), zone)}.`}
    >
      <Button size="medium" look="solid" onClick={() => onRange(wider)}>
        {typeof wider === "string"
          ? `Show the ${rangeLabel(wider).toLowerCase()}`
          : "Show the time around it"}
      </Button>
    </EmptyState>
  );
}
