import { Skeleton } from "../../components/ui/skeleton.tsx";

const widths = ["w-1/2", "w-1/3", "w-2/5", "w-1/3", "w-1/4", "w-2/5", "w-1/3"];

/** Rows on their way. */
export function ViewSkeleton() {
  return (
    <div aria-busy className="space-y-5.5 p-4 pt-12">
      <output className="sr-only">Loading the view</output>
      {widths.map((width, index) => (
        <Skeleton key={index} className={width} />
      ))}
    </div>
  );
}
