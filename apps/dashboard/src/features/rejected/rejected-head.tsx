import type { ReactNode } from "react";
import { formatCount } from "../../format/number.ts";

interface RejectedHeadProps {
  totalItems: number | null;
  children?: ReactNode;
}

export function RejectedHead({ totalItems, children }: RejectedHeadProps) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-b px-4">
      <h1 className="shrink-0 font-semibold">Rejected events</h1>
      <output className="truncate text-xs text-soft">
        {totalItems === null ? "" : `${formatCount(totalItems, "event")}, each kept for 30 days`}
      </output>
      {children}
    </div>
  );
}
