import { TriangleAlert } from "lucide-react";
import { toFailure } from "../trpc/failure.ts";

interface FormErrorProps {
  /** For the fields that it is about to point at. */
  id?: string;
  /** Null when nothing is wrong; a sentence where the page itself knows what is. */
  error: unknown;
}

/** Why a form was not taken, beside its button; an empty live region until then. */
export function FormError({ id, error }: FormErrorProps) {
  const failure = typeof error === "string" ? { message: error } : error ? toFailure(error) : null;
  return (
    <div role="alert" id={id} className="empty:hidden">
      {failure && (
        <div className="flex items-start gap-2 rounded-md bg-error-soft px-2.5 py-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
          <div className="min-w-0">
            <p className="font-medium">{failure.message}</p>
            {"nextStep" in failure && <p className="text-soft">{failure.nextStep}</p>}
            {"requestId" in failure && failure.requestId && (
              <p className="mt-0.5 font-mono text-2xs break-all text-soft">Request {failure.requestId}</p>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
