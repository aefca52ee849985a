import { fields } from "@plumbline/filters/fields";
import { Skeleton } from "../../../components/ui/skeleton.tsx";

const shown = Object.values(fields).filter(({ facet }) => facet);

export function FacetSkeleton() {
  return (
    <div aria-hidden className="py-1">
      {shown.map(({ name }) => (
        <div key={name} className="flex h-8 items-center px-4">
          <Skeleton className="w-20" />
        </div>
      ))}
    </div>
  );
}
