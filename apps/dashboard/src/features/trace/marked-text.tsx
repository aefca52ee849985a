import { Fragment } from "react";
import { cutAtWords } from "./find-spans.ts";

/** A text with the searched words marked. */
export function MarkedText({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return <>{text}</>;
  return (
    <>
      {cutAtWords(text, words).map((piece, index) =>
        index % 2 === 1 ? (
          <mark key={index} className="rounded-[2px] bg-warning/30 text-text">
            {piece}
          </mark>
        ) : (
          <Fragment key={index}>{piece}</Fragment>
        ),
      )}
    </>
  );
}
