"use client";

import { lazy, Suspense } from "react";
import { useMedia } from "../../../components/use-media.ts";
import { FacetSkeleton } from "./facet-skeleton.tsx";
import { besideQuery } from "./use-facets-open.ts";

const FacetList = lazy(async () => ({ default: (await import("./facet-list.tsx")).FacetList }));
const FacetSheet = lazy(async () => ({ default: (await import("./facet-sheet.tsx")).FacetSheet }));

interface FacetsProps {
  projectId: string;
  open: boolean;
  onClose: () => void;
}

/** What the listed traces can be narrowed by: beside the list, or a sheet over it on narrow screens. */
export function Facets({ projectId, open, onClose }: FacetsProps) {
  const beside = useMedia(besideQuery, true);
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
      className="scroll-thin min-h-0 w-58 shrink-0 overflow-y-auto border-r max-md:hidden"
    >
      <Suspense fallback={<FacetSkeleton />}>
        <FacetList projectId={projectId} />
      </Suspense>
    </aside>
  );
}
