"use client";

import { TimerOff } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "../../components/empty-state.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import type { TimeRange } from "../traces/time-range.ts";

interface SumsEmptyProps {
  /** "user" or "session". */
  noun: string;
  listHref: string;
  range: TimeRange;
  onRange: (range: TimeRange) => void;
}

/** Nothing of one user or session: not in this time, or not at all. */
export function SumsEmpty({ noun, listHref, range, onRange }: SumsEmptyProps) {
  const ever = range === "all";
  return (
    <EmptyState
      icon={<TimerOff />}
      title={ever ? `Nothing of this ${noun}` : `Nothing of this ${noun} in this time range`}
      text={
        ever
          ? "No trace carries this id. Ids are told apart by case."
          : "It may have been there at another time."
      }
    >
      {!ever && (
        <Button size="medium" look="solid" onClick={() => onRange("all")}>
          Look in all time
        </Button>
      )}
      <Link href={listHref} className={buttonStyle({ size: "medium" })}>{`All ${noun}s`}</Link>
    </EmptyState>
  );
}
