import { TriangleAlert } from "lucide-react";

interface RefusalProps {
  id: string;
  /** null: nothing is wrong, and the place stays silent. */
  message: string | null;
}

/** Why a form was refused, beside its button and read out when it comes up. */
export function Refusal({ id, message }: RefusalProps) {
  return (
    <div role="alert" id={id} className="empty:hidden">
      {message !== null && (
        <p className="flex items-start gap-2 rounded-md bg-error-soft px-2.5 py-2 text-error">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {message}
        </p>
      )}
    </div>
  );
}
