import type { LucideIcon } from "lucide-react";

export interface PaletteItem {
  /** Unique in the whole palette. */
  id: string;
  label: string;
  /** Stands after the label: what tells it from others of the same name. */
  hint?: string;
  /** Further words that find it. */
  words?: string;
  /** Keys that do the same. */
  keys?: string;
  icon: LucideIcon;
  run: () => void;
}

export interface PaletteGroup {
  label: string;
  items: PaletteItem[];
}
