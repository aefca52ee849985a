"use client";

import { Brain, CornerDownLeft, FileImage, Wrench } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import { formatInteger } from "../../../format/number.ts";
import type { Chat, ChatMessage, ChatPart, JsonObject } from "./chat.ts";
import { JsonView } from "./json-view.tsx";
import { LongText } from "./long-text.tsx";
import { parseJson } from "./parse-json.ts";

/** Of a long conversation the end is what people came for. */
const lastMessages = 30;

export function ChatView({ chat }: { chat: Chat }) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, chat.messages.length - lastMessages);
  return (
    <div className="space-y-2">
      {hidden > 0 && (
        <Button className="w-full" onClick={() => setAll(true)}>
          Show {formatInteger(hidden)} earlier messages
        </Button>
      )}
      <ol className="space-y-2">
        {chat.messages.slice(hidden).map((message, index) => (
          <li key={index + hidden}>
            <Message message={message} />
          </li>
        ))}
      </ol>
      {chat.rest && (
        <details className="rounded-md border px-2.5 py-1.5">
          <summary className="text-xs text-soft">Other fields</summary>
          <div className="pt-1.5">
            <JsonView value={chat.rest} />
          </div>
        </details>
      )}
    </div>
  );
}

const looks: Record<string, string | undefined> = {
  user: "mr-8 rounded-lg rounded-tl-sm bg-surface border",
  assistant: "ml-8 rounded-lg rounded-tr-sm border border-accent/25 bg-selected/45",
  model: "ml-8 rounded-lg rounded-tr-sm border border-accent/25 bg-selected/45",
  tool: "mr-8 rounded-lg rounded-tl-sm border",
  function: "mr-8 rounded-lg rounded-tl-sm border",
};
const instructionLook = "rounded-lg border border-dashed";

function Message({ message: { role, name, parts, rest } }: { message: ChatMessage }) {
  const isInstruction = role === "system" || role === "developer";
  return (
    <article
      aria-label={`Message of ${name ?? role}`}
      className={classNames(
        "px-3 py-2",
        isInstruction ? instructionLook : (looks[role] ?? "rounded-lg border"),
      )}
    >
      <header className="mb-0.5 text-2xs font-medium text-faint">
        <span className="capitalize">{role}</span>
        {name && <span className="text-soft"> · {name}</span>}
      </header>
      <div className="space-y-2">
        {parts.length === 0 && <p className="text-faint italic">empty</p>}
        {parts.map((part, index) => (
          <Part key={index} part={part} textLimit={isInstruction ? 600 : 4_000} />
        ))}
      </div>
      {rest && <Rest rest={rest} />}
    </article>
  );
}

/** Single words in one line, anything larger as a tree. */
function Rest({ rest }: { rest: JsonObject }) {
  const words = Object.entries(rest).map(([key, value]) => {
    const word = typeof value === "string" ? value : JSON.stringify(value);
    return typeof value === "object" || word.length > 60 ? null : `${key}: ${word}`;
  });
  if (words.includes(null)) {
    return (
      <div className="mt-1.5 border-t pt-1.5">
        <JsonView value={rest} />
      </div>
    );
  }
  return <p className="mt-1 font-mono text-2xs text-soft">{words.join("  ")}</p>;
}

function Part({ part, textLimit }: { part: ChatPart; textLimit: number }) {
  switch (part.type) {
    case "text":
      return <LongText text={part.text} limit={textLimit} />;
    case "reasoning":
      return (
        <Card icon={<Brain />} title="Reasoning">
          <LongText text={part.text} limit={1_000} className="text-soft" />
        </Card>
      );
    case "tool-call":
      return (
        <Card icon={<Wrench />} title={part.name} id={part.id} caption="calls">
          <Value value={part.arguments} />
        </Card>
      );
    case "tool-result":
      return (
        <Card icon={<CornerDownLeft />} title={part.name ?? "Result"} id={part.id}>
          <Value value={part.result} />
        </Card>
      );
    case "media":
      return (
        <Card icon={<FileImage />} title={part.kind}>
          <JsonView value={part.value} />
        </Card>
      );
    case "json":
      return <JsonView value={part.value} />;
  }
}

function Value({ value }: { value: unknown }) {
  if (typeof value !== "string") return <JsonView value={value} />;
  const parsed = parseJson(value);
  return parsed === undefined ? (
    <LongText text={value} limit={2_000} className="font-mono text-xs leading-5" />
  ) : (
    <JsonView value={parsed} />
  );
}

interface CardProps {
  icon: ReactNode;
  title: string;
  id?: string | null;
  caption?: string;
  children: ReactNode;
}

function Card({ icon, title, id, caption, children }: CardProps) {
  return (
    <div className="rounded-md border bg-canvas px-2.5 py-1.5">
      <div className="mb-1 flex items-center gap-1.5 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-(--kind-tool)">
        <span aria-hidden className="flex">
          {icon}
        </span>
        {caption && <span className="text-soft">{caption}</span>}
        <span className="truncate font-medium">{title}</span>
        {id && <span className="ml-auto truncate pl-2 font-mono text-2xs text-faint">{id}</span>}
      </div>
      {children}
    </div>
  );
}
