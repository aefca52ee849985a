"use client";

import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { notValue, onlyValue } from "./query-edits.ts";
import type { CellValue, OpenValueMenu } from "./table/value-button.tsx";
import { useTracesParams } from "./use-traces-params.ts";

const ValueMenu = lazy(async () => ({ default: (await import("./table/value-menu.tsx")).ValueMenu }));

/** One menu for all values of the table; its code comes with the first that is pressed. */
export function useValueMenu(): { openMenu: OpenValueMenu; menu: ReactNode } {
  const [{ q }, setParams] = useTracesParams();
  const [state, setState] = useState<{ cell: CellValue; anchor: HTMLElement; open: boolean } | null>(null);
  const openMenu = useCallback<OpenValueMenu>((cell, anchor) => setState({ cell, anchor, open: true }), []);
  const change = (query: string) => void setParams({ q: query }, { history: "push" });
  const menu = state && (
    <Suspense>
      <ValueMenu
        {...state}
        onClose={() => setState({ ...state, open: false })}
        onOnly={({ field, value }) => change(onlyValue(q, field, value))}
        onExclude={({ field, value }) => change(notValue(q, field, value))}
      />
    </Suspense>
  );
  return { openMenu, menu };
}
