"use client";

import { ArrowDown, ArrowUp, GripVertical } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import type { DeferredProps } from "../../../components/deferred.tsx";
import { Button } from "../../../components/ui/button.tsx";
import { DragItem } from "../../../components/ui/drag.tsx";
import { Popover } from "../../../components/ui/popover.tsx";
import { type ColumnId, columnIds, columnOf, moveColumn, toggleColumn } from "./columns.ts";

interface ColumnsMenuProps extends DeferredProps {
  shown: readonly ColumnId[];
  differs: boolean;
  onChange: (shown: ColumnId[]) => void;
  onKeep: () => void;
  onReset: () => void;
}

/** Which columns there are and in which order: the shown ones first, moved by dragging or by buttons. */
export function ColumnsMenu({ trigger, shown, differs, onChange, onKeep, onReset }: ColumnsMenuProps) {
  const [open, setOpen] = useState(true);
  const [dragged, setDragged] = useState<ColumnId | null>(null);
  const [moved, setMoved] = useState("");
  const hidden = columnIds.filter((id) => !shown.includes(id));
  const move = (id: ColumnId, to: number) => {
    onChange(moveColumn(shown, id, to));
    setMoved(`${columnOf(id).label} is column ${Math.max(0, Math.min(shown.length - 1, to)) + 1}`);
  };
  return (
    <Popover title="Columns" align="end" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="w-64">
        <ul
          aria-label="Columns"
          className="scroll-thin max-h-[min(26rem,calc(var(--available-height)-3rem))] overflow-y-auto p-1"
        >
          {[...shown, ...hidden].map((id) => {
            const index = shown.indexOf(id);
            return (
              <DragItem
                key={id}
                draggable={index >= 0}
                onDragStart={() => setDragged(id)}
                onDragEnd={() => setDragged(null)}
                onDragOver={(event) => {
                  if (dragged === null || index < 0) return;
                  event.preventDefault();
                  if (dragged !== id) onChange(moveColumn(shown, dragged, index));
                }}
                className={classNames(
                  "group flex h-7.5 items-center gap-1.5 rounded pr-0.5 pl-1 hover:bg-hover",
                  dragged === id && "bg-selected",
                )}
              >
                <GripVertical
                  aria-hidden
                  className={classNames("size-3.5 cursor-grab text-faint", index < 0 && "invisible")}
                />
                <label className="flex h-full min-w-0 flex-1 items-center gap-2">
                  <input
                    type="checkbox"
                    checked={index >= 0}
                    disabled={id === "name"}
                    onChange={() => onChange(toggleColumn(shown, id))}
                    className="size-3.5 accent-(--accent-solid)"
                  />
                  <span className={classNames("truncate", index < 0 && "text-soft")}>
                    {columnOf(id).label}
                  </span>
                </label>
                {index >= 0 && <MoveButtons id={id} index={index} count={shown.length} onMove={move} />}
              </DragItem>
            );
          })}
        </ul>
        <output className="sr-only">{moved}</output>
        <div className="flex justify-between gap-2 border-t p-2">
          <Button look="quiet" onClick={onReset}>
            Reset
          </Button>
          <Button disabled={!differs} onClick={onKeep}>
            {differs ? "Make my default" : "Your default"}
          </Button>
        </div>
      </div>
    </Popover>
  );
}

interface MoveButtonsProps {
  id: ColumnId;
  index: number;
  count: number;
  onMove: (id: ColumnId, to: number) => void;
}

function MoveButtons({ id, index, count, onMove }: MoveButtonsProps) {
  const { label } = columnOf(id);
  const style = "size-6 text-faint";
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        className={style}
        aria-label={`Move ${label} earlier`}
        disabled={index === 0}
        onClick={() => onMove(id, index - 1)}
      >
        <ArrowUp aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        className={style}
        aria-label={`Move ${label} later`}
        disabled={index === count - 1}
        onClick={() => onMove(id, index + 1)}
      >
        <ArrowDown aria-hidden />
      </Button>
    </>
  );
}
