import { Skeleton } from "../../components/ui/skeleton.tsx";
import { ViewSkeleton } from "./view-skeleton.tsx";

/** A trace before it is here: the same places, empty. */
export function TraceSkeleton() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <output className="sr-only">Loading the trace</output>
      <div className="space-y-4 border-b px-4 pt-5 pb-4">
        <Skeleton className="h-3.5 w-56" />
        <div className="flex gap-8">
          {["w-40", "w-16", "w-16", "w-32"].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      </div>
      <div className="grid flex-1 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="border-r">
          <ViewSkeleton />
        </div>
      </div>
    </div>
  );
}
