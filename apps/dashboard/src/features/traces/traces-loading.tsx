"use client";

import { Skeleton } from "../../components/ui/skeleton.tsx";

/** The list before its first answer: the same places, empty. */
export function TracesLoading() {
  return (
    <>
      <div className="h-21 shrink-0 border-b px-4 py-2">
        <h1 className="flex h-7 items-center font-semibold">Traces</h1>
      </div>
      <div className="h-16 shrink-0 border-b" />
      <div className="h-8 shrink-0 border-b" />
      <div aria-hidden>
        {Array.from({ length: 18 }, (_none, index) => (
          <div key={index} className="flex h-13 items-center gap-8 border-b border-line/75 px-4 md:h-9">
            <Skeleton className="w-28 max-md:hidden" />
            <Skeleton className="w-40" />
            <Skeleton className="flex-1 max-md:hidden" />
            <Skeleton className="w-20" />
          </div>
        ))}
      </div>
    </>
  );
}
