"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useCallback } from "react";

const params = { peek: parseAsString, span: parseAsString };

/** The trace beside the list, as the address names it. */
export function usePeek() {
  const [{ peek }, setParams] = useQueryStates(params);
  // Opening is a step that Back undoes; going from trace to trace while it is open is not.
  const open = useCallback(
    (traceId: string) =>
      void setParams({ peek: traceId, span: null }, { history: peek === null ? "push" : "replace" }),
    [setParams, peek],
  );
  const close = useCallback(
    () => void setParams({ peek: null, span: null }, { history: "replace" }),
    [setParams],
  );
  return { peekId: peek, open, close };
}
