"use client";

import { type KeyboardEvent, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { LevelIcon } from "../../components/level-icon.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { formatCount, formatTokens } from "../../format/number.ts";
import type { Span } from "../../trpc/types.ts";
import { MarkedText } from "./marked-text.tsx";
import { KindIcon, kindLooks } from "./span-kinds.tsx";
import { spanTokens } from "./span-tokens.ts";
import { countRepeated } from "./transcript.ts";
import { Preview, Speech, TranscriptMessage } from "./transcript-message.tsx";
import { useSpanChat } from "./use-span-chat.ts";

interface TranscriptEntryProps {
  span: Span;
  /** The turn before, of the same agent. */
  previousSpanId: string | null;
  selected: boolean;
  isMatch: boolean;
  isCritical: boolean;
  words: readonly string[];
  onSelect: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** One turn: what is new in what the model was given, and what it answered; or a call and its result. */
export function TranscriptEntry(props: TranscriptEntryProps) {
  const { span, selected, isMatch, words } = props;
  return (
    <div
      className={classNames(
        "rounded-lg border px-3 py-2",
        selected
          ? "border-accent bg-selected/40"
          : isMatch
            ? "border-warning bg-warning-soft/60"
            : "bg-raised",
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        onClick={props.onSelect}
        onKeyDown={props.onKeyDown}
        className="flex min-h-6 w-full min-w-0 items-center gap-1.5 rounded text-left"
      >
        <KindIcon kind={span.kind} />
        <LevelIcon level={span.level} />
        <span className={classNames("truncate font-medium", span.level === "ERROR" && "text-error")}>
          <MarkedText text={span.name || kindLooks[span.kind].label} words={words} />
        </span>
        {span.model && !span.name.includes(span.model) && (
          <span className="truncate text-xs text-faint">{span.model}</span>
        )}
        {isMatch && <span className="sr-only">, found</span>}
        {props.isCritical && (
          <span title="On the critical path" className="h-[3px] w-3 shrink-0 bg-text">
            <span className="sr-only">, on the critical path</span>
          </span>
        )}
        <SpanFigures span={span} />
      </button>
      {span.statusMessage && (
        <p
          className={classNames(
            "py-0.5 [overflow-wrap:anywhere]",
            span.level === "ERROR" ? "text-error" : "text-soft",
          )}
        >
          <Preview text={span.statusMessage} words={words} />
        </p>
      )}
      <Said {...props} />
    </div>
  );
}

function SpanFigures({ span }: { span: Span }) {
  const tokens = spanTokens(span);
  return (
    <span className="ml-auto flex shrink-0 gap-2.5 pl-2 text-2xs text-faint tabular-nums">
      {span.cost !== null && <span className="hidden pane-md:inline">{formatMoney(span.cost)}</span>}
      {tokens !== null && <span className="hidden pane-lg:inline">{formatTokens(tokens)} tokens</span>}
      <span>{formatDuration(span.durationMs)}</span>
      <span className="hidden pane-lg:inline">+{formatDuration(span.offsetMs)}</span>
    </span>
  );
}

function Said({ span, previousSpanId, words }: TranscriptEntryProps) {
  const { query, input, output } = useSpanChat(span.spanId);
  const before = useSpanChat(previousSpanId);
  const [showsAll, setShowsAll] = useState(false);
  if (query.isError) {
    return (
      <p role="alert" className="flex items-center gap-2 py-1 text-xs text-error">
        The texts of this span could not be loaded.
        <Button onClick={() => void query.refetch()}>Try again</Button>
      </p>
    );
  }
  if (query.isPending || (previousSpanId !== null && before.query.isPending)) {
    return (
      <div aria-busy className="space-y-2.5 py-2">
        <Skeleton className="w-3/4" />
        <Skeleton className="w-1/2" />
      </div>
    );
  }
  const isTurn = span.kind === "GENERATION";
  const repeated = countRepeated(input?.chat ?? null, [
    before.input?.chat ?? null,
    before.output?.chat ?? null,
  ]);
  const shown = input?.chat?.messages.slice(showsAll ? 0 : repeated) ?? [];
  return (
    <>
      {repeated > 0 && (
        <Button
          look="quiet"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
          className="h-6 px-1.5 text-2xs"
        >
          {showsAll ? "Hide" : "Show"} {formatCount(repeated, "earlier message")}
        </Button>
      )}
      {shown.map((message, index) => (
        <TranscriptMessage key={index} message={message} words={words} />
      ))}
      {input && !input.chat && (
        <Speech role={isTurn ? "user" : "call"}>
          <Plain text={input.text} words={words} isJson={!isTurn} />
        </Speech>
      )}
      {output?.chat?.messages.map((message, index) => (
        <TranscriptMessage key={`out${index}`} message={message} words={words} />
      ))}
      {output && !output.chat && (
        <Speech role={isTurn ? "assistant" : "tool"}>
          <Plain text={output.text} words={words} isJson={!isTurn} />
        </Speech>
      )}
      {!input && !output && <p className="py-0.5 text-xs text-faint">No input or output was recorded.</p>}
    </>
  );
}

function Plain({ text, words, isJson }: { text: string; words: readonly string[]; isJson: boolean }) {
  return (
    <p
      className={classNames(
        "min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]",
        isJson && "font-mono text-xs leading-5",
      )}
    >
      <Preview text={text} words={words} />
    </p>
  );
}
