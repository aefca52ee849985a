"use client";

import { Check, Copy, Download } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { useCopied } from "../../../components/use-copied.ts";
import { formatBytes } from "../../../format/number.ts";
import { usePreferences } from "../../preferences/preferences.tsx";
import { ChatView } from "./chat-view.tsx";
import { LongText } from "./long-text.tsx";
import { MediaOfText } from "./stored-media.tsx";
import { ToolList } from "./tool-list.tsx";
import { parseToolDefinitions } from "./tools.ts";
import type { ReadText } from "./use-span-texts.ts";

const loadDocumentView = () =>
  import("./document/document-view.tsx").then((module) => ({ default: module.DocumentView }));
const DocumentView = lazy(loadDocumentView);

/** Begins to load the code that shows JSON, while the text itself is on its way. */
export const preloadDocumentView = () => void loadDocumentView();

/** Plain text up to here reads best as prose, without rows and line numbers. */
const proseCharacters = 100_000;
const views = { chat: "Chat", tools: "Tools", tree: "JSON", raw: "Raw" } as const;
type View = keyof typeof views;

/** One recorded text: as a conversation or as JSON where it is one, and always as it was sent. */
export function TextContent({ field, parsed, ...read }: ReadText) {
  const { title, text, isWhole, bytes, chat, isJson, isLoading, url } = read;
  const [chosen, setChosen] = useState<View | null>(null);
  const [loadAll, setLoadAll] = useState(false);
  const definitions = useMemo(
    () => (field === "toolDefinitions" ? parseToolDefinitions(parsed) : []),
    [field, parsed],
  );
  const offered = offeredViews({ chat: chat !== null, tools: definitions.length > 0, tree: isJson });
  const view = chosen && offered.includes(chosen) ? chosen : (offered[0] ?? "raw");
  const isProse = view === "raw" && !isJson && chosen === null && isWhole && text.length <= proseCharacters;

  return (
    <section aria-label={title}>
      <TextHead
        title={title}
        bytes={bytes}
        text={text}
        isWhole={isWhole}
        canCopy={!loadAll || isWhole}
        url={url}
        offered={offered}
        view={view}
        onView={setChosen}
      />
      {view === "chat" && chat ? (
        <ChatView chat={chat} />
      ) : view === "tools" ? (
        <ToolList definitions={definitions} />
      ) : (
        <div className="overflow-hidden rounded-lg border bg-surface">
          {isProse ? (
            <LongText text={text} limit={8_000} className="px-3 py-2" />
          ) : (
            <Suspense fallback={<Skeleton className="m-3 h-16" />}>
              <DocumentView
                title={title}
                mode={view === "raw" ? "text" : "tree"}
                cut={!isWhole && !loadAll}
                {...(loadAll && !isWhole ? { url } : { text })}
              />
            </Suspense>
          )}
        </div>
      )}
      {view !== "chat" && <MediaOfText text={text} />}
      {!isWhole && !loadAll && (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-xs text-soft">
          The first {formatBytes(text.length)} of {formatBytes(bytes)}.
          <Button disabled={isLoading} onClick={() => setLoadAll(true)}>
            {isLoading ? "Loading…" : `Load all ${formatBytes(bytes)}`}
          </Button>
        </p>
      )}
    </section>
  );
}

function offeredViews(has: Record<Exclude<View, "raw">, boolean>): View[] {
  const order = ["chat", "tools", "tree"] as const;
  return [...order.filter((view) => has[view]), "raw"];
}

interface TextHeadProps extends Pick<ReadText, "title" | "bytes" | "text" | "isWhole" | "url"> {
  /** A text that only the viewer has is copied there, or downloaded. */
  canCopy: boolean;
  offered: readonly View[];
  view: View;
  onView: (view: View) => void;
}

function TextHead({ title, bytes, text, isWhole, canCopy, url, offered, view, onView }: TextHeadProps) {
  const { markdown, change } = usePreferences();
  const { copied, copy } = useCopied();
  const name = title.toLowerCase();
  return (
    <div className="mb-1.5 flex min-h-7 flex-wrap items-center gap-x-2">
      <h3 className="text-xs font-medium text-soft">{title}</h3>
      <span className="text-2xs text-faint">{formatBytes(bytes)}</span>
      <div className="ml-auto flex items-center">
        {view === "chat" && (
          <Button
            look="quiet"
            aria-pressed={markdown}
            title="Show messages as markdown"
            onClick={() => change({ markdown: !markdown })}
            className="text-faint aria-pressed:text-text"
          >
            {markdown ? "Markdown on" : "Markdown"}
          </Button>
        )}
        {offered.length > 1 && (
          <fieldset className="mx-1 flex rounded-md border p-px">
            <legend className="sr-only">How {name} is shown</legend>
            {offered.map((option) => (
              <Button
                key={option}
                look="quiet"
                aria-pressed={view === option}
                onClick={() => onView(option)}
                className="h-6 rounded-sm px-1.5 text-faint aria-pressed:bg-hover aria-pressed:text-text"
              >
                {views[option]}
              </Button>
            ))}
          </fieldset>
        )}
        {canCopy && (
          <Button
            look="quiet"
            size="icon"
            title={isWhole ? `Copy ${name}` : `Copy the shown beginning of ${name}`}
            aria-label={isWhole ? `Copy ${name}` : `Copy the shown beginning of ${name}`}
            onClick={() => copy(text)}
            className="text-faint"
          >
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          </Button>
        )}
        <a
          href={url}
          download
          title={`Download ${name}`}
          aria-label={`Download ${name}`}
          className={buttonStyle({ look: "quiet", size: "icon", className: "text-faint" })}
        >
          <Download aria-hidden />
        </a>
        <output className="sr-only">{copied ? "Copied" : ""}</output>
      </div>
    </div>
  );
}
