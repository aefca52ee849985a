import type { Trace } from "../../trpc/types.ts";
import type { CriticalPath } from "./critical-path.ts";
import type { SpanLayout } from "./layout-spans.ts";

/** What a search found: node indexes, and the words to mark. */
export interface Found {
  matches: ReadonlySet<number>;
  words: readonly string[];
}

/** Every view shows the same spans with the same selection. */
export interface ViewProps {
  trace: Trace;
  layout: SpanLayout;
  selected: number;
  found: Found;
  /** Null while it is not asked for. */
  path: CriticalPath | null;
  onSelect: (index: number) => void;
  /** Enter: the reader wants the text of the selected span. */
  onOpen: () => void;
}
