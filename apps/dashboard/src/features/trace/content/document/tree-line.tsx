"use client";

import { ChevronRight, Copy, Link2, Maximize2 } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../../../components/class-names.ts";
import { copyText } from "../../../../components/copy-text.ts";
import { formatCount, formatInteger } from "../../../../format/number.ts";
import { MarkedText } from "./marked-text.tsx";
import type { TreeRow } from "./protocol.ts";
import type { DocumentReader } from "./reader.ts";

interface TreeLineProps {
  row: TreeRow;
  words: string;
  wrap: boolean;
  reader: DocumentReader;
  onToggle: (node: number) => void;
  onOpenValue: (node: number) => void;
}

const indentPx = 16;
/** Deeper than this the indent stays the same: the path tells the rest. */
const mostIndents = 24;
const colours: Record<TreeRow["kind"], string> = {
  object: "text-soft",
  list: "text-soft",
  string: "",
  number: "text-(--kind-generation)",
  word: "text-(--kind-agent)",
};

/** One value of a JSON text. */
export function TreeLine({ row, words, wrap, reader, onToggle, onOpenValue }: TreeLineProps) {
  const isBranch = (row.kind === "object" || row.kind === "list") && row.size > 0;
  const label = row.key ?? (row.position === null ? null : String(row.position));
  const name = label ?? "the whole";
  const value = <RowValue row={row} words={words} wrap={wrap} />;
  return (
    <div
      className="flex min-w-0 items-start"
      style={{ paddingLeft: Math.min(row.depth, mostIndents) * indentPx }}
    >
      {isBranch ? (
        <button
          type="button"
          aria-expanded={row.open}
          onClick={() => onToggle(row.node)}
          className="flex min-w-0 items-center text-left"
        >
          <ChevronRight
            aria-hidden
            className={classNames("mr-0.5 size-4 shrink-0 p-0.5 text-faint", row.open && "rotate-90")}
          />
          <Label row={row} label={label} words={words} />
          {value}
        </button>
      ) : (
        <span className="flex min-w-0 items-start pl-[18px]">
          <Label row={row} label={label} words={words} />
          {value}
        </span>
      )}
      <span className="sticky right-0 ml-auto flex shrink-0 bg-hover pl-2 opacity-0 group-hover/row:opacity-100 focus-within:opacity-100">
        {row.kind === "string" && (row.cut || row.preview.length > 60) && (
          <RowTool
            label={`Show all of ${name}`}
            icon={<Maximize2 aria-hidden />}
            onClick={() => onOpenValue(row.node)}
          />
        )}
        <RowTool
          label={`Copy the path of ${name}`}
          icon={<Link2 aria-hidden />}
          onClick={() => void reader.pathOf(row.node).then(copyText)}
        />
        <RowTool
          label={`Copy ${name}`}
          icon={<Copy aria-hidden />}
          onClick={() => void reader.valueOf(row.node).then(copyText)}
        />
      </span>
    </div>
  );
}

function Label({ row, label, words }: { row: TreeRow; label: string | null; words: string }) {
  if (label === null) return null;
  return (
    <span
      className={classNames(
        "mr-1.5 max-w-60 shrink-0 truncate",
        row.key === null ? "text-faint" : "text-soft",
      )}
    >
      <MarkedText text={label} words={row.key === null ? "" : words} />:
    </span>
  );
}

function RowValue({ row, words, wrap }: { row: TreeRow; words: string; wrap: boolean }) {
  if (row.kind === "object" || row.kind === "list") {
    const [open, close] = row.kind === "object" ? "{}" : "[]";
    return (
      <span className="truncate text-soft">
        {open}
        {row.size === 0 ? close : row.open ? "" : `…${close}`}
        {row.size > 0 && (
          <span className="ml-1.5 font-sans text-2xs text-faint">
            {formatCount(row.size, row.kind === "list" ? "item" : "field")}
          </span>
        )}
      </span>
    );
  }
  const text = wrap ? row.preview : row.preview.replaceAll(/\r?\n/g, "↵");
  return (
    <span
      className={classNames(
        "min-w-0",
        colours[row.kind],
        wrap ? "break-words whitespace-pre-wrap [overflow-wrap:anywhere]" : "truncate whitespace-pre",
      )}
    >
      {row.kind === "string" && <span className="text-faint">"</span>}
      <MarkedText text={text} words={words} />
      {row.cut && (
        <span className="font-sans text-2xs text-faint">… {formatInteger(row.characters)} characters</span>
      )}
      {row.kind === "string" && !row.cut && <span className="text-faint">"</span>}
    </span>
  );
}

function RowTool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={onClick}
      className="flex h-[22px] w-6 items-center justify-center rounded text-faint hover:text-text [&_svg]:size-3.5"
    >
      {icon}
    </button>
  );
}
