"use client";

import { Check, Copy, KeyRound } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";

interface KeyOnceProps {
  publicKey: string;
  /** null for a key that is only its public half. */
  secretKey: string | null;
  title: string;
  children?: ReactNode;
}

/** A new key, in the one moment in which its secret can be read. Takes the focus, so that it is heard. */
export function KeyOnce({ publicKey, secretKey, title, children }: KeyOnceProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-label={title} className="rounded-lg border border-accent/40 bg-surface">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
        <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <div className="min-w-0 flex-1 basis-56">
          <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
            {title}
          </h2>
          <p className="text-soft">
            {secretKey === null
              ? "It has no secret and may stand in the code of a web page."
              : "The secret is shown this once. Plumbline keeps only its hash and cannot show it again."}
          </p>
        </div>
        {children}
      </div>
      <dl className="border-t">
        <Value label="Public key" value={publicKey} />
        {secretKey !== null && <Value label="Secret key" value={secretKey} />}
      </dl>
    </section>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  const { copied, copy } = useCopied();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 last:border-b-0">
      <dt className="w-20 shrink-0 text-xs text-soft">{label}</dt>
      <dd className="flex min-w-0 flex-1 basis-60 items-center gap-3">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{value}</code>
        <Button
          onClick={() => copy(value)}
          aria-label={`Copy the ${label.toLowerCase()}`}
          className="min-w-20"
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
        </Button>
      </dd>
    </div>
  );
}
