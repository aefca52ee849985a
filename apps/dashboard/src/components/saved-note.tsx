import { Check } from "lucide-react";

/** Says that a change was taken, where it was made; an empty live region until then. */
export function SavedNote({ shown }: { shown: boolean }) {
  return (
    <output className="inline-flex items-center gap-1 text-xs text-soft empty:hidden">
      {shown && (
        <>
          <Check aria-hidden className="size-3.5 text-accent" />
          Saved
        </>
      )}
    </output>
  );
}
