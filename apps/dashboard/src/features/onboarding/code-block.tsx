"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";

interface CodeBlockProps {
  note: string;
  code: string;
  /** What the copy button copies, for people who only hear it. */
  label: string;
}

export function CodeBlock({ note, code, label }: CodeBlockProps) {
  const { copied, copy } = useCopied();
  return (
    <>
      <div className="flex items-start justify-between gap-3 px-3 pt-2">
        <p className="min-w-0 pt-1.5 text-xs break-words text-soft">{note}</p>
        <Button onClick={() => copy(code)} className="min-w-20" aria-label={`Copy ${label}`}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
        </Button>
      </div>
      <pre className="p-3 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {code}
      </pre>
    </>
  );
}
