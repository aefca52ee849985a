"use client";

import { Check, Copy } from "lucide-react";
import { useCopied } from "./use-copied.ts";

interface CopyIdProps {
  id: string;
  label: string;
  /** What alt-click copies: a link to the thing. */
  link?: string;
  /** Where the id stands beside it already. */
  iconOnly?: boolean;
}

/** An id cut in its middle; a click copies it whole, with alt its link. */
export function CopyId({ id, label, link, iconOnly = false }: CopyIdProps) {
  const { copied, copy } = useCopied();
  const short = id.length > 17 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id;
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      title={link ? `${id} (alt-click copies a link)` : id}
      aria-label={`Copy ${label} ${id}`}
      onClick={(event) => copy(event.altKey && link ? new URL(link, location.href).href : id)}
      className="hit -mx-1 inline-flex items-center gap-1 rounded px-1 font-mono text-xs text-soft hover:bg-hover hover:text-text"
    >
      {iconOnly ? null : copied ? "Copied" : short}
      <Icon aria-hidden className="size-3 text-faint" />
      <output className="sr-only">{copied ? "Copied" : ""}</output>
    </button>
  );
}
