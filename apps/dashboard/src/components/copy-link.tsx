"use client";

import { Check, Copy } from "lucide-react";
import { classNames } from "./class-names.ts";
import { Button } from "./ui/button.tsx";
import { fieldStyle } from "./ui/field.tsx";
import { useCopied } from "./use-copied.ts";

/** A link to hand over: whole, selectable, with a button that copies it. */
export function CopyLink({ url, label }: { url: string; label: string }) {
  const { copied, copy } = useCopied();
  return (
    <div className="flex gap-2">
      <input
        readOnly
        aria-label={label}
        value={url}
        onFocus={(event) => event.currentTarget.select()}
        className={classNames(fieldStyle, "min-w-0 flex-1 font-mono text-xs sm:text-xs")}
      />
      <Button size="medium" onClick={() => copy(url)}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? "Copied" : "Copy"}
      </Button>
      <output className="sr-only">{copied ? "Copied" : ""}</output>
    </div>
  );
}
