"use client";

import { useRef, useState } from "react";
import { Skeleton } from "../../../../components/ui/skeleton.tsx";
import { formatInteger } from "../../../../format/number.ts";
import { DocumentRows, type RowsHandle } from "./document-rows.tsx";
import { DocumentToolbar } from "./document-toolbar.tsx";
import type { DocumentMode } from "./protocol.ts";
import { useDocument } from "./use-document.ts";
import { ValuePanel } from "./value-panel.tsx";

interface DocumentViewProps {
  title: string;
  /** A text that is here, or where to read it: then it never touches the page's own thread. */
  text?: string;
  url?: string;
  mode: DocumentMode;
  /** It is known to be the beginning of a longer text. */
  cut?: boolean;
}

/** Small texts need no tools of their own. */
const toolsFromRows = 12;
const toolsFromCharacters = 4_000;

/** A text of any size: as a tree where it is JSON, else line by line. Only what is in sight is rendered. */
export function DocumentView({ title, text, url, mode: wanted, cut = false }: DocumentViewProps) {
  const { reader, state } = useDocument({ text, url, mode: wanted });
  const { shape } = state;
  const mode = wanted === "tree" && !shape.isJson ? "text" : wanted;
  const [wrapped, setWrapped] = useState<boolean | null>(null);
  const [place, setPlace] = useState(0);
  const [current, setCurrent] = useState<{ row: number; mode: DocumentMode } | null>(null);
  const [value, setValue] = useState<{ node: number; path: string; text: string } | null>(null);
  const rows = useRef<RowsHandle>(null);
  const wrap = wrapped ?? mode === "text";

  const goTo = async (next: number) => {
    setPlace(next);
    const row = await reader.reveal(next);
    setCurrent({ row, mode });
    rows.current?.scrollTo(row);
  };
  const find = async (words: string) => {
    await reader.find(words);
    setCurrent(null);
    if ((reader.getSnapshot().found?.count ?? 0) > 0) await goTo(0);
  };
  const openValue = async (node: number) => {
    setValue({ node, path: await reader.pathOf(node), text: await reader.valueOf(node) });
  };

  if (state.status === "failed") {
    return (
      <p role="alert" className="px-3 py-2 text-error">
        The text could not be loaded. Try again, or download it.
      </p>
    );
  }
  if (state.status === "reading") return <Reading />;
  return (
    <div className="min-w-0">
      {(shape.rowCount >= toolsFromRows || shape.characters >= toolsFromCharacters) && (
        <DocumentToolbar
          title={title}
          mode={mode}
          found={state.found}
          place={place}
          wrap={wrap}
          onFind={find}
          onGoTo={goTo}
          onWrap={() => setWrapped(!wrap)}
          onOpenAll={() => void reader.openAll()}
          onCloseAll={() => void reader.closeAll()}
        />
      )}
      {!shape.complete && !cut && (
        <p className="border-b bg-warning-soft px-3 py-1 text-xs">
          This JSON stops before its end; what could be read is shown.
        </p>
      )}
      <DocumentRows
        ref={rows}
        title={title}
        reader={reader}
        mode={mode}
        wrap={wrap}
        rowCount={shape.rowCount}
        words={state.found?.words ?? ""}
        currentRow={current?.mode === mode ? current.row : null}
        onToggle={(node) => void reader.toggle(node)}
        onOpenValue={(node) => void openValue(node)}
      />
      {shape.more && (
        <p className="border-t px-3 py-1 text-xs text-soft">
          The first {formatInteger(shape.rowCount)} rows. Fold what you do not need, or download the rest.
        </p>
      )}
      {value && (
        <ValuePanel key={value.node} path={value.path} text={value.text} onClose={() => setValue(null)} />
      )}
    </div>
  );
}

function Reading() {
  return (
    <div aria-busy className="space-y-2 px-3 py-2.5">
      <output className="text-xs text-soft">Reading the text…</output>
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
    </div>
  );
}
