"use client";

import { lazy, Suspense } from "react";
import { FacetSkeleton } from "./facet-skeleton.tsx";

const FacetList = lazy(async () => ({ default: (await import("./facet-list.tsx")).FacetList }));
const FacetSheet = lazy(async () => ({ default: (await import("./facet-sheet.tsx")).FacetSheet }));

interface FacetsProps {
  projectId: string;
  open: boolean;
  beside: boolean;
  onClose: () => void;
}

/** What the listed traces can be narrowed by: beside the list, or a sheet over it. */
export function Facets({ projectId, open, beside, onClose }: FacetsProps) {
  if (!open) return null;
  if (!beside) {
    return (
      <Suspense>
        <FacetSheet projectId={projectId} onClose={onClose} />
      </Suspense>
    );
  }
  return (
    <aside
      aria-label="Filters"
      className="scroll-thin min-h-0 w-56 shrink-0 overflow-y-auto border-r max-md:hidden"
    >
      <Suspense fallback={<FacetSkeleton />}>
        <FacetList projectId={projectId} />
      </Suspense>
    </aside>
  );
}
