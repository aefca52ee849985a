"use client";

import { Check, Link2 } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { freezeTimeRange, serializeTimeRange, type TimeRange } from "./time-range.ts";

/** "Last hour" means another hour to whoever opens a link later, so a copied link has fixed ends. */
export function CopyLink({ range }: { range: TimeRange }) {
  const { copied, copy } = useCopied();
  const freezes = typeof range === "string";
  const says = freezes ? "Copied with fixed times" : "Copied";
  return (
    <span className="inline-flex">
      <Button
        size={copied ? "small" : "icon"}
        title={freezes ? "Copy a link; its time range is fixed to now" : "Copy a link"}
        aria-label={copied ? undefined : "Copy a link to this list"}
        onClick={() => {
          const url = new URL(location.href);
          url.searchParams.set("range", serializeTimeRange(freezeTimeRange(range, Date.now())));
          copy(url.href);
        }}
      >
        {copied ? <Check aria-hidden className="text-accent" /> : <Link2 aria-hidden />}
        {copied && says}
      </Button>
      <output className="sr-only">{copied ? says : ""}</output>
    </span>
  );
}
