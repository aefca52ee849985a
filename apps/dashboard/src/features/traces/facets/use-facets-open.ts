"use client";

import { useCallback, useState } from "react";
import { useMedia } from "../../../components/use-media.ts";
import { useStored } from "../../../components/use-stored.ts";

const isOpen = (text: string | null) => text !== "closed";

/** Beside the list the facets stay as they were left; over it, on narrow screens, they begin closed. */
export function useFacetsOpen() {
  const beside = useMedia(besideQuery, true);
  const [kept, keep] = useStored("plumbline.traces.facets", isOpen);
  const [over, setOver] = useState(false);
  const open = beside ? kept : over;
  const change = useCallback(
    (next: boolean) => (beside ? keep(next ? "open" : "closed") : setOver(next)),
    [beside, keep],
  );
  return {
    open,
    toggle: () => change(!open),
    close: () => change(false),
  };
}

export const besideQuery = "(min-width: 48rem)";
