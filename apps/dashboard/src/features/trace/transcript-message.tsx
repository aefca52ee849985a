"use client";

import { Bot, CornerDownLeft, type LucideIcon, MessageSquare, Settings2, User, Wrench } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import type { ChatMessage, ChatPart } from "./content/chat.ts";
import { MarkedText } from "./marked-text.tsx";

/** Before it is opened; what is longer is opened by its button, up to the second limit. */
const previewLength = 360;
const quietLength = 110;
const openLength = 20_000;

const speakers: Record<string, { label: string; icon: LucideIcon } | undefined> = Object.assign(
  Object.create(null),
  {
    user: { label: "User", icon: User },
    assistant: { label: "Assistant", icon: Bot },
    model: { label: "Assistant", icon: Bot },
    system: { label: "System", icon: Settings2 },
    developer: { label: "System", icon: Settings2 },
    tool: { label: "Tool result", icon: CornerDownLeft },
    function: { label: "Tool result", icon: CornerDownLeft },
    call: { label: "Arguments", icon: Wrench },
  },
);

export function TranscriptMessage({ message, words }: { message: ChatMessage; words: readonly string[] }) {
  const isQuiet = ["system", "developer", "tool", "function"].includes(message.role);
  return (
    <Speech role={message.role} name={message.name}>
      {message.parts.map((part, index) =>
        part.type === "tool-call" ? (
          <p key={index} className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
            <Wrench aria-hidden className="mr-1.5 inline size-3.5 align-[-2px] text-(--kind-tool)" />
            <span className="sr-only">calls </span>
            <span className="font-medium">{part.name}</span>{" "}
            <Preview text={textOfPart(part)} words={words} quiet />
          </p>
        ) : (
          <p
            key={index}
            className={`min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere] ${isQuiet || part.type === "reasoning" ? "text-soft" : ""}`}
          >
            {part.type === "reasoning" && <span className="text-xs text-faint">Reasoning: </span>}
            <Preview text={textOfPart(part)} words={words} quiet={isQuiet} />
          </p>
        ),
      )}
    </Speech>
  );
}

interface SpeechProps {
  role: string;
  name?: string | null;
  children: ReactNode;
}

/** Who speaks, and what. */
export function Speech({ role, name, children }: SpeechProps) {
  const { label, icon: Icon } = speakers[role] ?? { label: role, icon: MessageSquare };
  return (
    <div className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-1.5 py-1">
      <Icon aria-hidden className="mt-0.5 size-3.5 text-faint" />
      <div className="min-w-0">
        <p className="text-2xs text-faint">
          {label}
          {name && ` · ${name}`}
        </p>
        {children}
      </div>
    </div>
  );
}

interface PreviewProps {
  text: string;
  words: readonly string[];
  /** One line of it: instructions, arguments, results. */
  quiet?: boolean;
}

export function Preview({ text, words, quiet = false }: PreviewProps) {
  const [open, setOpen] = useState(false);
  const limit = quiet ? quietLength : previewLength;
  const trimmed = text.trim();
  // A search that hit the rest must not be hidden by the cut.
  const hit = words.length > 0 ? trimmed.toLowerCase().indexOf(words[0] ?? "") : -1;
  const start = !open && hit > limit ? hit - Math.floor(limit / 3) : 0;
  const end = open ? openLength : start + limit;
  const isCut = trimmed.length > limit;
  return (
    <>
      {start > 0 && "…"}
      <MarkedText text={trimmed.slice(start, end)} words={words} />
      {isCut && (
        <>
          {trimmed.length > end && "… "}
          <Button
            look="quiet"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="ml-1 inline-flex h-6 px-1.5 font-sans text-2xs"
          >
            {open ? "Less" : "More"}
          </Button>
        </>
      )}
    </>
  );
}

function textOfPart(part: ChatPart): string {
  if (part.type === "text" || part.type === "reasoning") return part.text;
  if (part.type === "tool-call") return asText(part.arguments);
  if (part.type === "tool-result") return asText(part.result);
  return part.type === "media" ? `[${part.kind}]` : asText(part.value);
}

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
