"use client";

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
  const flows = on && state === "connected" && !held;
  const problem = on ? words[state] : "";
  const note = on && problem === "" && held ? "Paused" : problem;
  return (
    <>
      <Button
        title={on ? "Stop following new traces (l)" : "Follow new traces as they arrive (l)"}
        aria-pressed={on}
        onClick={toggle}
        className="rounded-l-none border-l-0 aria-pressed:bg-selected"
      >
        <span
          aria-hidden
          className={classNames(
            "size-1.5 rounded-full",
            flows ? "animate-pulse bg-accent motion-reduce:animate-none" : "bg-line-strong",
            on && state === "lost" && "bg-error",
          )}
        />
        Live
      </Button>
      <output aria-label="Live list" className="self-center pl-2 text-xs text-soft empty:hidden">
        {note}
      </output>
    </>
  );
}
