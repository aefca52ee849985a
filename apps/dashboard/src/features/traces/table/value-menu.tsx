"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { fields } from "@plumbline/filters/fields";
import { Copy, Filter, FilterX } from "lucide-react";
import { copyText } from "../../../components/copy-text.ts";
import { MenuItem } from "../../../components/ui/menu.tsx";
import type { CellValue } from "./value-button.tsx";

interface ValueMenuProps {
  cell: CellValue;
  anchor: HTMLElement;
  open: boolean;
  onClose: () => void;
  onOnly: (cell: CellValue) => void;
  onExclude: (cell: CellValue) => void;
}

/** What a value of a row can do: one menu for the whole table, beside whichever value was pressed. */
export function ValueMenu({ cell, anchor, open, onClose, onOnly, onExclude }: ValueMenuProps) {
  return (
    <Base.Root modal={false} open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            finalFocus={{ current: anchor }}
            className="max-w-80 min-w-48 rounded-lg bg-raised p-1 shadow-popup outline-none"
          >
            <p className="truncate px-2 pt-1 pb-0.5 text-xs text-soft">
              {fields[cell.field].label}: <span className="font-medium text-text">{cell.value}</span>
            </p>
            <MenuItem onClick={() => onOnly(cell)}>
              <Filter aria-hidden /> Only this
            </MenuItem>
            <MenuItem onClick={() => onExclude(cell)}>
              <FilterX aria-hidden /> Not this
            </MenuItem>
            <MenuItem onClick={() => void copyText(cell.value)}>
              <Copy aria-hidden /> Copy
            </MenuItem>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
