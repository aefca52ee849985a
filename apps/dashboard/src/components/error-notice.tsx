import { TriangleAlert } from "lucide-react";
import { classNames } from "./class-names.ts";
import { Button } from "./ui/button.tsx";

export interface Failure {
  message: string;
  code: string;
  nextStep: string;
  requestId: string | null;
}

interface ErrorNoticeProps {
  failure: Failure;
  onRetry: () => void;
  retrying: boolean;
  className?: string;
}

/** What happened, its code, what to do next, and a way to try again: in place, not in a toast. */
export function ErrorNotice({ failure, onRetry, retrying, className }: ErrorNoticeProps) {
  return (
    <div
      role="alert"
      className={classNames(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-error/30 bg-error-soft px-3 py-2.5",
        className,
      )}
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">
          {failure.message} <code className="font-mono text-xs font-normal text-soft">{failure.code}</code>
        </p>
        <p className="text-soft">{failure.nextStep}</p>
        {failure.requestId && (
          <p className="mt-0.5 font-mono text-2xs break-all text-soft">Request {failure.requestId}</p>
        )}
      </div>
      <Button onClick={onRetry} disabled={retrying}>
        {retrying ? "Trying…" : "Try again"}
      </Button>
    </div>
  );
}
