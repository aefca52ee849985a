"use client";

import { Check, Hand, RotateCcw, Undo2 } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import type { ReviewItem } from "../../trpc/types.ts";
import type { ReviewChange } from "./use-review-changes.ts";

interface ReviewActionsProps {
  item: ReviewItem;
  disabled: boolean;
  onChange: (change: Exclude<ReviewChange, "resolve">) => void;
  /** Asks for the note first. */
  onResolve: () => void;
}

/** What can be done with an item as it is. */
export function ReviewActions({ item, disabled, onChange, onResolve }: ReviewActionsProps) {
  if (item.state === "done") {
    return (
      <Button disabled={disabled} onClick={() => onChange("reopen")}>
        <RotateCcw aria-hidden />
        Reopen
      </Button>
    );
  }
  return (
    <>
      {item.state === "open" ? (
        <Button disabled={disabled} onClick={() => onChange("take")} title="Take (t)">
          <Hand aria-hidden />
          Take
        </Button>
      ) : (
        <Button disabled={disabled} onClick={() => onChange("giveBack")}>
          <Undo2 aria-hidden />
          Give back
        </Button>
      )}
      <Button disabled={disabled} onClick={onResolve} title="Resolve (r)">
        <Check aria-hidden />
        Resolve
      </Button>
    </>
  );
}
