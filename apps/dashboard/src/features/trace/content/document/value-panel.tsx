"use client";

import { X } from "lucide-react";
import { Button } from "../../../../components/ui/button.tsx";
import { useCopied } from "../../../../components/use-copied.ts";
import { LongText } from "../long-text.tsx";

interface ValuePanelProps {
  path: string;
  text: string;
  onClose: () => void;
}

/** One value of a document, all of it, with its line breaks. */
export function ValuePanel({ path, text, onClose }: ValuePanelProps) {
  const { copied, copy } = useCopied();
  return (
    <section aria-label={`Value of ${path}`} className="border-t bg-canvas">
      <div className="flex h-8 items-center gap-2 border-b px-3">
        <code className="min-w-0 truncate text-xs text-soft">{path}</code>
        <Button look="quiet" className="ml-auto" onClick={() => copy(text)}>
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button look="quiet" size="icon" aria-label="Close the value" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="scroll-thin max-h-96 overflow-y-auto px-3 py-2">
        <LongText text={text} limit={20_000} className="font-mono text-xs leading-5" />
      </div>
    </section>
  );
}
