"use client";

import { type RefObject, useId, useMemo } from "react";
import type { GatewayCheck } from "../../trpc/types.ts";

type Issue = GatewayCheck["issues"][number];

interface DocumentEditorProps {
  value: string;
  onChange: (value: string) => void;
  readOnly: boolean;
  issues: readonly Issue[];
  warnings: readonly Issue[];
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Line height in rem; text, gutter and marks share it. */
const lineRem = 1.25;

/** The document with line numbers; what is wrong is marked in its line and listed below. */
export function DocumentEditor(props: DocumentEditorProps) {
  const { value, onChange, readOnly, issues, warnings, field } = props;
  const id = useId();
  const lines = useMemo(() => value.split("\n"), [value]);
  const longest = useMemo(() => Math.max(...lines.map(({ length }) => length)), [lines]);
  const wrong = useMemo(() => new Set(issues.map(({ line }) => line)), [issues]);
  const digits = String(lines.length).length;
  const height = `${Math.max(lines.length, 12) * lineRem}rem`;
  return (
    <div className="scroll-thin max-h-[62dvh] overflow-auto rounded-lg border border-line-strong bg-canvas py-2 font-mono text-xs focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent">
      <div className="relative flex w-max min-w-full" style={{ height, lineHeight: `${lineRem}rem` }}>
        {[...wrong].map((line) => (
          <span
            key={line}
            aria-hidden
            className="absolute inset-x-0 border-l-3 border-error bg-error-soft"
            style={{ top: `${(line - 1) * lineRem}rem`, height: `${lineRem}rem` }}
          />
        ))}
        <div
          aria-hidden
          className="sticky left-0 z-10 shrink-0 border-r bg-surface pr-2 pl-3 text-right text-faint select-none"
          style={{ width: `calc(${digits + 2}ch + 1.5rem)` }}
        >
          {lines.map((_text, index) => (
            <div key={index} className={wrong.has(index + 1) ? "font-semibold text-error" : undefined}>
              {wrong.has(index + 1) ? `! ${index + 1}` : index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={field}
          aria-label="Pools as YAML"
          aria-invalid={issues.length > 0}
          aria-describedby={issues.length + warnings.length > 0 ? id : undefined}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          className="relative min-w-0 flex-1 resize-none overflow-hidden bg-transparent pr-4 pl-3 whitespace-pre outline-none"
          style={{ lineHeight: `${lineRem}rem`, minWidth: `${longest + 4}ch` }}
        />
      </div>
      <span id={id} className="sr-only">
        {[...issues, ...warnings].map(({ line, message }) => `Line ${line}: ${message}`).join(" ")}
      </span>
    </div>
  );
}
