import type { ComponentProps } from "react";
import { classNames } from "../../components/class-names.ts";
import type { Span } from "../../trpc/types.ts";

interface KindLook {
  label: string;
  /** In a square of 24, drawn with a line of 2: one path, since a list has hundreds of these marks. */
  mark: string;
  /** Sets currentColor. */
  text: string;
  bar: string;
}

const dot = (x: number, y: number) => `M${x} ${y}h.01`;
const circle = (x: number, y: number, radius: number) =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0`;
const plain = { text: "text-(--kind-plain)", bar: "bg-(--kind-plain)" };
const judge = { text: "text-(--kind-judge)", bar: "bg-(--kind-judge)" };

/** A kind keeps its colour everywhere; its mark and its name say the same without colour. */
export const kindLooks: Record<Span["kind"], KindLook> = {
  TRACE: {
    label: "Trace",
    mark: `${circle(5, 19, 2.5)}${circle(19, 5, 2.5)}M5 16.5C5 9 13 5 16.5 5`,
    ...plain,
  },
  SPAN: { label: "Span", mark: `${circle(12, 12, 9)}${dot(12, 12)}`, ...plain },
  GENERATION: {
    label: "Generation",
    mark: "M10 4.5Q11 13 19.5 14Q11 15 10 23Q9 15 .5 14Q9 13 10 4.5M20 2v6M17 5h6",
    text: "text-(--kind-generation)",
    bar: "bg-(--kind-generation)",
  },
  EVENT: { label: "Event", mark: circle(12, 12, 2), ...plain },
  AGENT: {
    label: "Agent",
    mark: "M4 9h16v11H4zM12 9V4H9M9 13.5v2M15 13.5v2M1.5 14.5H4M20 14.5h2.5",
    text: "text-(--kind-agent)",
    bar: "bg-(--kind-agent)",
  },
  TOOL: {
    label: "Tool",
    mark: "M3 19.5L12 10.5A6 6 0 0 1 19.5 3.5L15.5 7.5V9H17L20.5 5A6 6 0 0 1 13.5 12L4.5 21Z",
    text: "text-(--kind-tool)",
    bar: "bg-(--kind-tool)",
  },
  CHAIN: {
    label: "Chain",
    mark: "M9 17H7A5 5 0 0 1 7 7H9M15 7H17A5 5 0 0 1 17 17H15M8 12H16",
    ...plain,
  },
  RETRIEVER: {
    label: "Retriever",
    mark: `M20 9V7L15 2H4V22H9M15 2V7H20${circle(15, 16, 3.5)}M17.5 18.5L21 22`,
    text: "text-(--kind-retriever)",
    bar: "bg-(--kind-retriever)",
  },
  EVALUATOR: {
    label: "Evaluator",
    mark: "M12 3V21M8 21H16M5 6H19M5 6L2 14H8ZM19 6L16 14H22Z",
    ...judge,
  },
  EMBEDDING: {
    label: "Embedding",
    mark: `M3 8V3H8M16 3H21V8M21 16V21H16M8 21H3V16${dot(9, 9)}${dot(15, 9)}${dot(9, 15)}${dot(15, 15)}`,
    text: "text-(--kind-embedding)",
    bar: "bg-(--kind-embedding)",
  },
  GUARDRAIL: {
    label: "Guardrail",
    mark: "M12 2L20 5V12Q20 18.5 12 22Q4 18.5 4 12V5ZM9 12L11 14L15 10",
    ...judge,
  },
};

interface KindMarkProps extends ComponentProps<"svg"> {
  kind: Span["kind"];
  /** Says its name itself; else that has to stand beside it or in a label. */
  labelled?: boolean;
}

export function KindMark({ kind, labelled = false, className, ...svg }: KindMarkProps) {
  const { mark, text, label } = kindLooks[kind];
  return (
    <svg
      {...svg}
      {...(labelled ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classNames("size-3.5 shrink-0", text, className)}
    >
      <path d={mark} />
    </svg>
  );
}

export function KindIcon({ kind, className }: { kind: Span["kind"]; className?: string }) {
  const { label } = kindLooks[kind];
  return (
    <span title={label} className="inline-flex shrink-0">
      <KindMark kind={kind} {...(className && { className })} />
      <span className="sr-only">{label} </span>
    </span>
  );
}
