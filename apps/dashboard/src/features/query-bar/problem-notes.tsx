import type { QueryProblem } from "@plumbline/filters/parse-query";
import { CircleAlert } from "lucide-react";

interface ProblemNotesProps {
  id: string;
  problems: readonly QueryProblem[];
  /** Somebody wants to run it: then it is said aloud. */
  insistent: boolean;
  onReplace: (problem: QueryProblem, replacement: string) => void;
}

const mostShown = 3;

export function ProblemNotes({ id, problems, insistent, onReplace }: ProblemNotesProps) {
  const more = problems.length - mostShown;
  return (
    <div
      // Anew, so that it is announced.
      key={`${insistent}`}
      id={id}
      role={insistent ? "alert" : undefined}
      className="mt-1 space-y-0.5 text-xs text-error"
    >
      {problems.slice(0, mostShown).map((problem) => {
        const { from, to, message, replacement } = problem;
        return (
          <p key={`${from} ${to}`} className="flex flex-wrap items-center gap-x-1.5">
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
            <span className="min-w-0 break-words">{message}</span>
            {replacement !== undefined && (
              <button
                type="button"
                onClick={() => onReplace(problem, replacement)}
                className="min-h-6 max-w-full truncate rounded border border-current/40 px-1.5 font-medium hover:bg-error-soft"
              >
                Write {replacement}
              </button>
            )}
          </p>
        );
      })}
      {more > 0 && <p>and {more} more</p>}
    </div>
  );
}
