"use client";

import { ArrowUp } from "lucide-react";
import { Button } from "../../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../../format/number.ts";
import { useKeys } from "../../keys/keys.tsx";
import type { LiveList } from "./use-live-list.ts";
import { useRarely } from "./use-rarely.ts";

interface NewPillProps {
  live: LiveList;
  onBringIn: () => void;
}

/** Screen readers hear the number at most so often. */
const announceEveryMs = 10_000;

/** What arrived while the reader was busy with the list; lies over its head, so that nothing moves. */
export function NewPill({ live, onBringIn }: NewPillProps) {
  const { count, more } = live.waiting;
  const shown = live.on && live.held && (count > 0 || more);
  const announced = useRarely(shown ? formatCount(count, "new trace") : "", announceEveryMs);
  useKeys(shown ? [{ key: "n", group: "List", does: "Bring in the new traces", run: onBringIn }] : []);
  return (
    <div className="relative z-20 h-0">
      <span role="status" aria-live="polite" className="sr-only">
        {announced}
      </span>
      {shown && (
        <div className="pointer-events-none absolute inset-x-0 top-10 flex justify-center">
          <Button
            look="solid"
            title="Bring in the new traces (n)"
            onClick={onBringIn}
            className="pointer-events-auto rounded-full tabular-nums shadow-popup"
          >
            <ArrowUp aria-hidden />
            {formatInteger(count)}
            {more && "+"} new
          </Button>
        </div>
      )}
    </div>
  );
}
