"use client";

import { useCallback, useState } from "react";
import { useMedia } from "../../../components/use-media.ts";
import { useStored } from "../../../components/use-stored.ts";

const isOpen = (text: string | null) => text !== "closed";

/**
 * Beside the list the facets stay as they were left; over it, where there is no room beside it, they begin
 * closed. A trace beside the list takes their room on all but very wide screens.
 */
export function useFacetsOpen(peeking: boolean) {
  const wide = useMedia("(min-width: 48rem)", true);
  const veryWide = useMedia("(min-width: 96rem)", false);
  const beside = wide && (!peeking || veryWide);
  const [kept, keep] = useStored("plumbline.traces.facets", isOpen);
  const [over, setOver] = useState(false);
  const open = beside ? kept : over;
  const change = useCallback(
    (next: boolean) => (beside ? keep(next ? "open" : "closed") : setOver(next)),
    [beside, keep],
  );
  return { open, beside, toggle: () => change(!open), close: () => change(false) };
}
