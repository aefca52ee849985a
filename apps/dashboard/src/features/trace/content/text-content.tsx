"use client";

import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";
import { formatBytes } from "../../../format/number.ts";
import type { CutText } from "../../../trpc/types.ts";
import { ChatView } from "./chat-view.tsx";
import { JsonView } from "./json-view.tsx";
import { LongText } from "./long-text.tsx";
import { parseChat, parseInstructions } from "./parse-chat.ts";
import { parseJson } from "./parse-json.ts";

interface TextContentProps {
  title: string;
  /** Instructions are one message of the system, in whatever shape they came. */
  instructions?: boolean;
  content: CutText;
  /** Where the whole text can be had. */
  downloadUrl: string;
}

/** More than this is offered as a file only. */
const maxShownBytes = 16 * 1024 * 1024;

/** One recorded text: as a conversation or as JSON where it is one, and always as it was sent. */
export function TextContent({ title, instructions = false, content, downloadUrl }: TextContentProps) {
  const [raw, setRaw] = useState(false);
  const [whole, setWhole] = useState<string | null>(null);
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");
  const text = whole ?? content.text;
  const isWhole = whole !== null || content.complete;
  const parsed = useMemo(() => (isWhole ? parseJson(text) : undefined), [text, isWhole]);
  const chat = useMemo(() => {
    if (parsed === undefined) return null;
    return instructions ? parseInstructions(parsed) : parseChat(parsed);
  }, [parsed, instructions]);

  const loadAll = async () => {
    setState("loading");
    try {
      const response = await fetch(downloadUrl);
      if (!response.ok) throw new Error(String(response.status));
      setWhole(await response.text());
      setState("idle");
    } catch {
      setState("failed");
    }
  };

  return (
    <section aria-label={title}>
      <div className="mb-1.5 flex h-7 items-center gap-2">
        <h3 className="text-xs font-medium text-soft">{title}</h3>
        <span className="text-2xs text-faint">{formatBytes(content.bytes)}</span>
        <div className="ml-auto flex items-center">
          {parsed !== undefined && (
            <Button look="quiet" aria-pressed={raw} onClick={() => setRaw(!raw)} className="text-faint">
              {raw ? "Formatted" : "Raw"}
            </Button>
          )}
          <a
            href={downloadUrl}
            download
            aria-label={`Download ${title.toLowerCase()}`}
            className={buttonStyle({ look: "quiet", size: "icon", className: "text-faint" })}
          >
            <Download aria-hidden />
          </a>
        </div>
      </div>
      {!raw && chat ? (
        <ChatView chat={chat} />
      ) : (
        <div className="rounded-lg border bg-surface px-3 py-2">
          {!raw && parsed !== undefined ? (
            <JsonView value={parsed} />
          ) : (
            <LongText
              text={text}
              limit={isWhole ? 8_000 : text.length}
              className={raw ? "font-mono text-xs leading-5" : ""}
            />
          )}
        </div>
      )}
      {!isWhole && (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-xs text-soft">
          The first {formatBytes(text.length)} of {formatBytes(content.bytes)}.
          {content.bytes <= maxShownBytes && (
            <Button disabled={state === "loading"} onClick={() => void loadAll()}>
              {state === "loading" ? "Loading…" : "Show all"}
            </Button>
          )}
          <a href={downloadUrl} download className={buttonStyle()}>
            Download
          </a>
          {state === "failed" && <span role="alert">It could not be loaded. Try again.</span>}
        </p>
      )}
    </section>
  );
}
