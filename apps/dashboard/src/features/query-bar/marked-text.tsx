import type { QueryProblem } from "@plumbline/filters/parse-query";
import { useMemo } from "react";
import { classNames } from "../../components/class-names.ts";
import { markText, type TextPart } from "./mark-text.ts";

const looks: Partial<Record<NonNullable<TextPart["kind"]>, string>> = {
  field: "text-accent",
  and: "text-faint",
  or: "text-faint",
  not: "text-faint",
  minus: "text-faint",
  open: "text-faint",
  close: "text-faint",
};

/** What the eye sees of the text: the input in front of it is transparent. Colours only, no width may change. */
export function MarkedText({ text, problems }: { text: string; problems: readonly QueryProblem[] }) {
  const parts = useMemo(() => markText(text, problems), [text, problems]);
  return parts.map(({ from, text: part, kind, wrong }) => (
    <span
      key={from}
      className={classNames(
        kind && looks[kind],
        wrong &&
          "underline decoration-error decoration-wavy decoration-1 underline-offset-2 [text-decoration-skip-ink:none]",
      )}
    >
      {part}
    </span>
  ));
}
