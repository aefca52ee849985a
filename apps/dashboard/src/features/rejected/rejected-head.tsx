import type { ReactNode } from "react";
import { formatCount } from "../../format/number.ts";

interface RejectedHeadProps {
  /** How long the project keeps them; absent while that is on the way. */
  keptDays?: number | undefined;
  totalItems: number | null;
  children?: ReactNode;
}

export function RejectedHead({ totalItems, keptDays, children }: RejectedHeadProps) {
  const kept = keptDays === undefined ? "" : `, each kept for ${formatCount(keptDays, "day")}`;
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-b px-4">
      <h1 className="shrink-0 font-semibold">Rejected events</h1>
      <output className="truncate text-xs text-soft">
        {totalItems === null ? "" : `${formatCount(totalItems, "event")}${kept}`}
      </output>
      {children}
    </div>
  );
}
