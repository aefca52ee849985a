"use client";

import { Columns3 } from "lucide-react";
import { lazy } from "react";
import { Deferred } from "../../../components/deferred.tsx";
import { buttonStyle } from "../../../components/ui/button.tsx";
import { useColumns } from "./use-columns.ts";

const loadMenu = () => import("./columns-menu.tsx");
const ColumnsMenu = lazy(async () => ({ default: (await loadMenu()).ColumnsMenu }));

export function ColumnsButton() {
  const { shown, differs, change, keep, reset } = useColumns();
  return (
    <Deferred
      popup="dialog"
      preload={loadMenu}
      trigger={
        <button
          type="button"
          title="Columns"
          aria-label="Columns"
          className={`${buttonStyle({ size: "icon" })} max-md:hidden`}
        >
          <Columns3 aria-hidden />
        </button>
      }
    >
      {(part) => (
        <ColumnsMenu
          {...part}
          shown={shown}
          differs={differs}
          onChange={change}
          onKeep={keep}
          onReset={reset}
        />
      )}
    </Deferred>
  );
}
