"use client";

import type { ConversationTurn } from "../../trpc/types.ts";
import { LongText } from "../trace/content/long-text.tsx";
import { sayTurn } from "./say-turn.ts";

interface TurnTextProps {
  side: "input" | "output";
  text: ConversationTurn["input"];
}

/** One side of a turn as plain text: of an input only what is new, since clients repeat the history. */
export function TurnText({ side, text }: TurnTextProps) {
  if (text === null) return null;
  const said = sayTurn(text.text, side);
  return (
    <div className={side === "input" ? "mr-8" : "ml-8"}>
      <p className="mb-0.5 text-2xs text-faint">{side === "input" ? "User" : "Application"}</p>
      <div
        className={
          side === "input"
            ? "rounded-lg rounded-tl-sm border bg-canvas px-3 py-2"
            : "rounded-lg rounded-tr-sm border border-accent/25 bg-selected/45 px-3 py-2"
        }
      >
        <LongText text={said} className="break-words whitespace-pre-wrap" />
        {!text.complete && <p className="mt-1 text-xs text-soft">Cut here; the trace has the whole text.</p>}
      </div>
    </div>
  );
}
