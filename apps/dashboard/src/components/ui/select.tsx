"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "../class-names.ts";
import { useInBrowser } from "../use-in-browser.ts";
import { fieldStyle } from "./field.tsx";

interface SelectProps extends ComponentProps<"select"> {
  compact?: boolean | undefined;
}

/** The browser's own list: it works with every keyboard, reader and thumb, and loads nothing. */
export function Select({ compact, disabled, className, ...select }: SelectProps) {
  // React puts back what was chosen while it takes the page over, and nobody would be told.
  const isTakenOver = useInBrowser();
  return (
    <span className={classNames("relative block", className)}>
      <select
        {...select}
        disabled={disabled || !isTakenOver}
        data-waiting={!isTakenOver || undefined}
        className={classNames(
          fieldStyle,
          "appearance-none truncate pr-7 data-waiting:opacity-100!",
          compact && "h-7 border-line px-2 pr-6 text-xs sm:text-xs",
        )}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
