"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import type { GatewayCheck } from "../../trpc/types.ts";

type Issue = GatewayCheck["issues"][number];

interface IssueListProps {
  issues: readonly Issue[];
  warnings: readonly Issue[];
  /** Not known yet for what stands in the editor now. */
  checking: boolean;
  onGo: (line: number) => void;
}

/** What is wrong, by line; a click leads there. */
export function IssueList({ issues, warnings, checking, onGo }: IssueListProps) {
  return (
    <div role="status" className="mt-2 space-y-1">
      {issues.length === 0 && (
        <p className="flex items-center gap-1.5 text-xs text-soft">
          <CircleCheck aria-hidden className="size-3.5 text-accent" />
          {checking ? "Checking…" : "Valid"}
        </p>
      )}
      {issues.length > 0 && (
        <p className="flex items-center gap-1.5 text-xs font-medium text-error">
          <TriangleAlert aria-hidden className="size-3.5" />
          {issues.length === 1 ? "1 thing to correct" : `${issues.length} things to correct`}
        </p>
      )}
      <ul className="scroll-thin max-h-40 space-y-0.5 overflow-y-auto">
        {[...issues, ...warnings].slice(0, 50).map((issue) => (
          <li key={`${issue.line}:${issue.column}:${issue.message}`}>
            <button
              type="button"
              onClick={() => onGo(issue.line)}
              className="w-full rounded px-1.5 py-0.5 text-left text-xs hover:bg-hover"
            >
              <span className="font-mono font-semibold tabular-nums">{`Line ${issue.line}`}</span>{" "}
              <span className="break-words">{issue.message}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
