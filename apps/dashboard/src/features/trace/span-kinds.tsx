import {
  Bot,
  CircleDot,
  Dot,
  FileSearch,
  Gavel,
  Link2,
  type LucideIcon,
  Scan,
  ShieldCheck,
  Sparkles,
  Spline,
  Wrench,
} from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import type { Span } from "../../trpc/types.ts";

interface KindLook {
  label: string;
  icon: LucideIcon;
  /** Sets currentColor. */
  text: string;
  bar: string;
}

/** A kind keeps its colour everywhere; its icon and its name say the same without colour. */
export const kindLooks: Record<Span["kind"], KindLook> = {
  TRACE: { label: "Trace", icon: Spline, text: "text-(--kind-plain)", bar: "bg-(--kind-plain)" },
  SPAN: { label: "Span", icon: CircleDot, text: "text-(--kind-plain)", bar: "bg-(--kind-plain)" },
  GENERATION: {
    label: "Generation",
    icon: Sparkles,
    text: "text-(--kind-generation)",
    bar: "bg-(--kind-generation)",
  },
  EVENT: { label: "Event", icon: Dot, text: "text-(--kind-plain)", bar: "bg-(--kind-plain)" },
  AGENT: { label: "Agent", icon: Bot, text: "text-(--kind-agent)", bar: "bg-(--kind-agent)" },
  TOOL: { label: "Tool", icon: Wrench, text: "text-(--kind-tool)", bar: "bg-(--kind-tool)" },
  CHAIN: { label: "Chain", icon: Link2, text: "text-(--kind-plain)", bar: "bg-(--kind-plain)" },
  RETRIEVER: {
    label: "Retriever",
    icon: FileSearch,
    text: "text-(--kind-retriever)",
    bar: "bg-(--kind-retriever)",
  },
  EVALUATOR: { label: "Evaluator", icon: Gavel, text: "text-(--kind-judge)", bar: "bg-(--kind-judge)" },
  EMBEDDING: {
    label: "Embedding",
    icon: Scan,
    text: "text-(--kind-embedding)",
    bar: "bg-(--kind-embedding)",
  },
  GUARDRAIL: { label: "Guardrail", icon: ShieldCheck, text: "text-(--kind-judge)", bar: "bg-(--kind-judge)" },
};

export function KindIcon({ kind, className }: { kind: Span["kind"]; className?: string }) {
  const { icon: Icon, label, text } = kindLooks[kind];
  return (
    <span title={label} className="inline-flex shrink-0">
      <Icon aria-hidden className={classNames("size-3.5", text, className)} />
      <span className="sr-only">{label} </span>
    </span>
  );
}
