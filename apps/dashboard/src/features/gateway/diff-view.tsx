import { useMemo } from "react";
import { diffLines, foldDiff } from "./line-diff.ts";

const signs = { same: " ", added: "+", removed: "−" } as const;
const looks = {
  same: "text-soft",
  added: "bg-selected text-text",
  removed: "bg-error-soft text-text line-through decoration-error/50",
} as const;

/** What is put in and taken out, line by line; the sign in front says it without colour. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => foldDiff(diffLines(before, after)), [before, after]);
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Changes"
      className="scroll-thin max-h-72 overflow-auto rounded-md border bg-canvas py-1.5 font-mono text-xs leading-5"
    >
      {lines.map((line, index) =>
        line === null ? (
          <span key={index} className="block px-2 text-faint">
            ⋯
          </span>
        ) : (
          <span key={index} className={`block w-max min-w-full px-2 ${looks[line.kind]}`}>
            {`${signs[line.kind]} ${line.text}`}
          </span>
        ),
      )}
    </pre>
  );
}
