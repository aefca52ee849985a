"use client";

import { ChevronRight } from "lucide-react";
import { memo, useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import { formatCount } from "../../../format/number.ts";
import { isObject } from "./chat.ts";
import { LongText } from "./long-text.tsx";
import { RawNumber } from "./parse-json.ts";

/** Entries of one object or list that are in the page at first; the rest follows on request. */
const entriesAtOnce = 100;
const openToDepth = 2;
const openUpToEntries = 24;

/** A value as a tree. Only what is open is rendered, so its size does not matter. */
export function JsonView({ value }: { value: unknown }) {
  return (
    <div className="font-mono text-xs leading-6">
      <JsonNode label={null} value={value} depth={0} />
    </div>
  );
}

interface JsonNodeProps {
  label: string | null;
  value: unknown;
  depth: number;
}

const JsonNode = memo(function JsonNode({ label, value, depth }: JsonNodeProps) {
  const size = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  const isBranch = !(value instanceof RawNumber) && (Array.isArray(value) || isObject(value));
  const [open, setOpen] = useState(depth < openToDepth && size <= openUpToEntries);
  if (!isBranch || size === 0) {
    return (
      <div className="flex items-start pl-4">
        {label !== null && <Label text={label} />}
        <div className="min-w-0 flex-1">
          <Leaf value={value} />
        </div>
      </div>
    );
  }
  const brackets = Array.isArray(value) ? "[]" : "{}";
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-0.5 flex h-6 max-w-full items-center rounded pr-1 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={classNames(
            "mr-0.5 size-4 shrink-0 p-0.5 text-faint transition-transform",
            open && "rotate-90",
          )}
        />
        {label !== null && <Label text={label} />}
        <span className="truncate text-soft">
          {brackets[0]}
          {!open && "…"}
          {!open && brackets[1]}
          <span className="ml-1.5 font-sans text-2xs text-faint">
            {formatCount(size, Array.isArray(value) ? "item" : "field")}
          </span>
        </span>
      </button>
      {open && <Entries value={value} depth={depth} />}
    </div>
  );
});

function Entries({ value, depth }: { value: unknown; depth: number }) {
  const [count, setCount] = useState(entriesAtOnce);
  const keys = isObject(value) ? Object.keys(value) : null;
  const total = Array.isArray(value) ? value.length : (keys?.length ?? 0);
  const indexes = Array.from({ length: Math.min(count, total) }, (_none, index) => index);
  return (
    <div className="ml-[7px] border-l pl-2">
      {indexes.map((index) => {
        const key = keys?.[index] ?? String(index);
        const entry: unknown = Array.isArray(value) ? value[index] : isObject(value) ? value[key] : null;
        return <JsonNode key={index} label={key} value={entry} depth={depth + 1} />;
      })}
      {count < total && (
        <div className="py-1 pl-4 font-sans">
          <Button onClick={() => setCount(count + 10 * entriesAtOnce)}>
            Show {Math.min(10 * entriesAtOnce, total - count)} more of {total - count}
          </Button>
        </div>
      )}
    </div>
  );
}

function Label({ text }: { text: string }) {
  return (
    <span className="mr-1.5 max-w-60 shrink-0 truncate text-soft" title={text.length > 30 ? text : undefined}>
      {text}:
    </span>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string") return <LongText text={value} limit={1_000} />;
  if (value instanceof RawNumber) return <span className="text-(--kind-generation)">{value.source}</span>;
  if (typeof value === "number") return <span className="text-(--kind-generation)">{String(value)}</span>;
  if (Array.isArray(value)) return <span className="text-faint">[]</span>;
  if (isObject(value)) return <span className="text-faint">{"{}"}</span>;
  return <span className="text-(--kind-agent)">{String(value)}</span>;
}
