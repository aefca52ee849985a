"use client";

import { Pause } from "lucide-react";
import { classNames } from "../../../components/class-names.ts";
import { Button } from "../../../components/ui/button.tsx";
import type { LiveList } from "./use-live-list.ts";

const words = {
  connecting: "Connecting…",
  connected: "",
  lost: "Connection lost, trying again…",
  waiting: "Paused while the tab is hidden",
} as const;

/** Lets the list follow what arrives; says when it does not. */
export function LiveSwitch({ live }: { live: LiveList }) {
  const { on, state, held, toggle } = live;
  const paused = on && state === "connected" && held;
  return (
    <>
      <Button
        title={on ? "Stop following new traces (l)" : "Follow new traces as they arrive (l)"}
        aria-pressed={on}
        onClick={toggle}
        className="rounded-l-none border-l-0 aria-pressed:bg-selected"
      >
        <span aria-hidden className="grid size-3 place-items-center">
          {paused ? <Pause className="size-3! text-accent" /> : <Dot on={on} state={state} />}
        </span>
        Live
      </Button>
      {/* A pause comes and goes with the pointer: words for it would push the buttons about. */}
      <output
        aria-label="Live list"
        className={classNames("self-center pl-2 text-xs text-soft empty:hidden", paused && "sr-only")}
      >
        {paused ? "Paused" : on && words[state]}
      </output>
    </>
  );
}

function Dot({ on, state }: Pick<LiveList, "on" | "state">) {
  return (
    <span
      className={classNames(
        "size-1.5 rounded-full bg-line-strong",
        on && state === "connected" && "animate-pulse bg-accent motion-reduce:animate-none",
        on && state === "lost" && "bg-error",
      )}
    />
  );
}
