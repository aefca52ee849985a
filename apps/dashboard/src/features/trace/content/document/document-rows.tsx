"use client";

import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { classNames } from "../../../../components/class-names.ts";
import { useVirtualRows } from "../../virtual-rows.ts";
import { MarkedText } from "./marked-text.tsx";
import type { DocumentMode, DocumentRow } from "./protocol.ts";
import type { DocumentReader } from "./reader.ts";
import { TreeLine } from "./tree-line.tsx";

export interface RowsHandle {
  scrollTo: (row: number) => void;
}

interface DocumentRowsProps {
  ref: Ref<RowsHandle>;
  title: string;
  reader: DocumentReader;
  mode: DocumentMode;
  wrap: boolean;
  rowCount: number;
  words: string;
  currentRow: number | null;
  onToggle: (node: number) => void;
  onOpenValue: (node: number) => void;
}

const rowHeight = 22;
/** Of a monospaced character at 12 px, and what stands left of the text. */
const characterWidth = 7.25;
const gutterWidth = 76;
const unwrappedColumns = 2_000;

/** The rows that are in sight, of as many as there are. */
export function DocumentRows(props: DocumentRowsProps) {
  const { ref, title, reader, mode, wrap, rowCount, words, currentRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const measured = wrap && mode === "tree";
  const virtualizer = useVirtualRows({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useImperativeHandle(ref, () => ({
    scrollTo: (row) => requestAnimationFrame(() => virtualizer.scrollToIndex(row, { align: "center" })),
  }));
  useEffect(() => virtualizer.measure(), [virtualizer, measured]);
  useEffect(() => {
    const element = scroller.current;
    if (mode !== "text" || !element) return;
    const fit = () => {
      const columns = Math.max(20, Math.floor((element.clientWidth - gutterWidth) / characterWidth));
      void reader.wrapAt(wrap ? columns : unwrappedColumns);
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [reader, mode, wrap]);

  return (
    <div
      ref={scroller}
      aria-label={`${title}, ${mode === "tree" ? "values" : "lines"}`}
      role="region"
      // Scrolls by keyboard, also where no row has a button.
      tabIndex={0}
      className={classNames(
        "scroll-thin -outline-offset-2 max-h-[min(65vh,40rem)] overflow-y-auto py-1 font-mono text-xs leading-[22px]",
        wrap ? "overflow-x-hidden" : "overflow-x-auto",
      )}
    >
      <div className="relative min-w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            data-index={item.index}
            ref={measured ? virtualizer.measureElement : undefined}
            style={{ transform: `translateY(${item.start}px)`, minHeight: rowHeight }}
            className={classNames(
              "group/row absolute top-0 left-0 w-full px-2 hover:bg-hover",
              item.index === currentRow && "bg-selected",
              !wrap && mode === "text" && "w-max min-w-full",
            )}
          >
            <Row {...props} row={reader.row(item.index)} words={words} wrap={wrap} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  row: DocumentRow | undefined;
  words: string;
  wrap: boolean;
  reader: DocumentReader;
  onToggle: (node: number) => void;
  onOpenValue: (node: number) => void;
}

function Row({ row, words, wrap, reader, onToggle, onOpenValue }: RowProps) {
  if (row === undefined) return <span className="text-faint">…</span>;
  if (row.type === "text") {
    return (
      <div className="flex whitespace-pre">
        <span aria-hidden className="w-12 shrink-0 pr-3 text-right text-faint select-none">
          {row.line === 0 ? "" : row.line}
        </span>
        <MarkedText text={row.text} words={words} />
      </div>
    );
  }
  return (
    <TreeLine
      row={row}
      words={words}
      wrap={wrap}
      reader={reader}
      onToggle={onToggle}
      onOpenValue={onOpenValue}
    />
  );
}
