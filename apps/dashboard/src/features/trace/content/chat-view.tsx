"use client";

import { Brain, CornerDownLeft } from "lucide-react";
import { useMemo, useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import { formatCount } from "../../../format/number.ts";
import { Card } from "./card.tsx";
import type { Chat, ChatMessage, ChatPart, JsonObject } from "./chat.ts";
import { JsonView } from "./json-view.tsx";
import { MediaPart } from "./media-part.tsx";
import { MessageText } from "./message-text.tsx";
import { MediaOfText } from "./stored-media.tsx";
import { ToolCallCard, useTools } from "./tool-call.tsx";
import type { ToolResult } from "./tools.ts";
import { Value } from "./value.tsx";

/** Of a long conversation the end is what people came for. */
const lastMessages = 8;

export function ChatView({ chat }: { chat: Chat }) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, chat.messages.length - lastMessages);
  const shown = useMemo(
    () => new Set(chat.messages.slice(hidden).flatMap(({ parts }) => parts)),
    [chat.messages, hidden],
  );
  return (
    <div className="space-y-2">
      {hidden > 0 && (
        <Button className="w-full" onClick={() => setAll(true)}>
          Show {formatCount(hidden, "earlier message")}
        </Button>
      )}
      <ol className="space-y-2">
        {chat.messages.slice(hidden).map((message, index) => (
          <li key={index + hidden}>
            <Message message={message} shown={shown} />
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

interface MessageProps {
  message: ChatMessage;
  shown: ReadonlySet<ChatPart>;
}

function Message({ message: { role, name, parts, rest }, shown }: MessageProps) {
  const isInstruction = role === "system" || role === "developer";
  const calls = useTools()?.calls;
  const isShownElsewhere =
    parts.length > 0 &&
    parts.every((part) => part.type === "tool-result" && isBesideCall(part, calls, shown));
  if (isShownElsewhere) {
    return (
      <div className="px-3">
        {parts.map((part, index) => (
          <Part key={index} part={part} textLimit={0} shown={shown} />
        ))}
      </div>
    );
  }
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
          <Part key={index} part={part} textLimit={isInstruction ? 600 : 4_000} shown={shown} />
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

interface PartProps {
  part: ChatPart;
  textLimit: number;
  /** The parts that stand in the page; a result beside its call is not shown twice. */
  shown: ReadonlySet<ChatPart>;
}

function Part({ part, textLimit, shown }: PartProps) {
  switch (part.type) {
    case "text":
      return (
        <>
          <MessageText text={part.text} limit={textLimit} />
          <MediaOfText text={part.text} />
        </>
      );
    case "reasoning":
      return (
        <Card icon={<Brain />} title="Reasoning">
          <MessageText text={part.text} limit={1_000} className="text-soft" />
        </Card>
      );
    case "tool-call":
      return <ToolCallCard call={part} />;
    case "tool-result":
      return <ToolResultCard result={part} shown={shown} />;
    case "media":
      return <MediaPart kind={part.kind} value={part.value} />;
    case "json":
      return <JsonView value={part.value} />;
  }
}

function isBesideCall(
  result: ToolResult,
  calls: ReadonlyMap<ToolResult, ChatPart> | undefined,
  shown: ReadonlySet<ChatPart>,
): boolean {
  const call = calls?.get(result);
  return call !== undefined && shown.has(call);
}

function ToolResultCard({ result, shown }: { result: ToolResult; shown: ReadonlySet<ChatPart> }) {
  const call = useTools()?.calls.get(result);
  if (call && shown.has(call)) {
    return (
      <p className="flex items-center gap-1.5 text-xs text-soft">
        <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-faint" />
        <span>
          The result of <span className="font-medium">{call.name}</span>, shown with its call
        </span>
      </p>
    );
  }
  return (
    <Card
      icon={<CornerDownLeft />}
      title={result.name ?? call?.name ?? "Result"}
      id={result.id}
      state={result.isError && <span className="text-2xs font-medium text-error">failed</span>}
    >
      <Value value={result.result} />
      {!call && <p className="pt-1 text-2xs text-faint">The call that it answers is not in this span.</p>}
    </Card>
  );
}
