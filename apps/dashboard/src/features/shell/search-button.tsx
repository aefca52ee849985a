"use client";

import { Search } from "lucide-react";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useOpenPalette } from "../palette/palette.tsx";

/** Opens the palette; compact where only an icon has room. */
export function SearchButton({ compact = false }: { compact?: boolean }) {
  const open = useOpenPalette();
  if (compact) {
    return (
      <button
        type="button"
        aria-label="Search and commands"
        aria-haspopup="dialog"
        onClick={open}
        className={buttonStyle({ look: "quiet", size: "icon" })}
      >
        <Search aria-hidden />
      </button>
    );
  }
  return (
    <button
      type="button"
      aria-label="Search and commands"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={open}
      className="flex h-8 w-full items-center gap-2 rounded-md border bg-canvas px-2 text-left text-soft hover:border-line-strong hover:text-text"
    >
      <Search aria-hidden className="size-4 text-faint" />
      Search
      <kbd className="ml-auto font-sans text-2xs text-faint">Ctrl K</kbd>
    </button>
  );
}
