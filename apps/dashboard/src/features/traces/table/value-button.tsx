import type { FieldName } from "@plumbline/filters/fields";
import type { MouseEvent } from "react";
import { classNames } from "../../../components/class-names.ts";

export interface CellValue {
  field: FieldName;
  value: string;
}

export type OpenValueMenu = (cell: CellValue, anchor: HTMLElement) => void;

interface ValueButtonProps extends CellValue {
  label: string;
  shown?: string;
  onMenu: OpenValueMenu;
  className?: string;
}

/** A value that filters: above the link that covers its row. */
export function ValueButton({ field, value, label, shown, onMenu, className }: ValueButtonProps) {
  return (
    <button
      type="button"
      title={value}
      aria-haspopup="menu"
      aria-label={`${label} ${shown ?? value}`}
      onClick={(event: MouseEvent<HTMLButtonElement>) => onMenu({ field, value }, event.currentTarget)}
      className={classNames(
        "relative z-1 -mx-1 inline-block h-6 max-w-[calc(100%+0.5rem)] truncate rounded px-1 text-left align-middle leading-6 text-soft hover:bg-line/70 hover:text-text",
        className,
      )}
    >
      {shown ?? value}
    </button>
  );
}
