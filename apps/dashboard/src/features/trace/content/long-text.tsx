"use client";

import { useMemo, useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import { formatInteger } from "../../../format/number.ts";

interface LongTextProps {
  text: string;
  /** What is shown at first. */
  limit?: number;
  className?: string;
}

const chunkLength = 20_000;

/** Text as it is, never as markup; its beginning at first, all of it on request. */
export function LongText({ text, limit = 4_000, className }: LongTextProps) {
  const [all, setAll] = useState(false);
  const isCut = !all && text.length > limit;
  const chunks = useMemo(() => chunksOf(isCut ? text.slice(0, limit) : text), [text, isCut, limit]);
  return (
    <div className={classNames("break-words whitespace-pre-wrap [overflow-wrap:anywhere]", className)}>
      {chunks.length === 1
        ? chunks[0]
        : chunks.map((chunk, index) => (
            // The browser skips the layout of chunks that are out of sight.
            <div key={index} className="[contain-intrinsic-size:auto_300px] [content-visibility:auto]">
              {chunk}
            </div>
          ))}
      {isCut && (
        <span className="mt-1.5 flex items-center gap-2 font-sans text-xs text-soft">
          … {formatInteger(text.length - limit)} more characters
          <Button onClick={() => setAll(true)}>Show all</Button>
        </span>
      )}
    </div>
  );
}

/** Cut at line ends where there are any, so that a chunk's own lines stay whole. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf("\n", at + chunkLength);
    const end = lineEnd < 0 || lineEnd > at + 2 * chunkLength ? at + chunkLength : lineEnd;
    chunks.push(text.slice(at, end));
    at = text[end] === "\n" ? end + 1 : end;
  }
  return chunks;
}
