"use client";

import { type PointerEvent, useState } from "react";
import { classNames } from "../../../components/class-names.ts";
import { DragArea } from "../../../components/ui/drag.tsx";
import { formatCount } from "../../../format/number.ts";

interface BarsProps {
  histogram: { bucketMs: number; buckets: readonly { start: string; traces: number; errors: number }[] };
  outdated: boolean;
  onHover: (index: number | null) => void;
  onSelect: (from: number, to: number) => void;
  onBack: () => void;
}

/** One bar a bucket, its errors at the foot and, as a mark of their own shape, below it. */
export function Bars({ histogram: { buckets, bucketMs }, outdated, onHover, onSelect, onBack }: BarsProps) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const most = Math.max(1, ...buckets.map(({ traces }) => traces));
  const total = buckets.reduce((sum, { traces }) => sum + traces, 0);
  const errors = buckets.reduce((sum, bucket) => sum + bucket.errors, 0);

  const indexAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(buckets.length - 1, Math.floor(share * buckets.length)));
  };
  const selected = (index: number) =>
    drag !== null && index >= Math.min(drag.from, drag.to) && index <= Math.max(drag.from, drag.to);
  return (
    <DragArea
      role="img"
      aria-label={`${formatCount(total, "trace")}, ${errors} with errors, at most ${most} in one of ${buckets.length} bars`}
      className={classNames(
        "flex h-9 cursor-crosshair touch-pan-y items-end select-none",
        outdated && "opacity-55",
      )}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: indexAt(event), to: indexAt(event) });
      }}
      onPointerMove={(event) => {
        const index = indexAt(event);
        onHover(index);
        if (drag && drag.to !== index) setDrag({ ...drag, to: index });
      }}
      onPointerUp={() => {
        if (drag && drag.from !== drag.to) onSelect(drag.from, drag.to);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => onHover(null)}
      onDoubleClick={onBack}
    >
      {buckets.map(({ start, traces, errors: failed }, index) => {
        const startMs = Date.parse(start);
        return (
          <span
            key={startMs}
            className={classNames(
              "group/bar flex h-full min-w-0 flex-1 flex-col justify-end px-px hover:bg-hover",
              selected(index) && "bg-selected",
            )}
          >
            <span
              className={classNames(
                "flex min-h-0 flex-col justify-end overflow-hidden rounded-t-[1px] bg-accent/55 group-hover/bar:bg-accent",
                isOpen(startMs, bucketMs) && "bg-accent/30",
              )}
              style={{ height: traces === 0 ? 0 : `${Math.max(7, (traces / most) * 86)}%` }}
            >
              <span className="bg-error" style={{ height: `${(failed / Math.max(1, traces)) * 100}%` }} />
            </span>
            <span className={classNames("mt-px h-1 shrink-0 border-t", failed > 0 && "px-[15%]")}>
              {failed > 0 && <span className="mx-auto block h-[3px] max-w-1.5 rounded-b-full bg-error" />}
            </span>
          </span>
        );
      })}
    </DragArea>
  );
}

/** More may still arrive in it, so its height says little yet. */
const isOpen = (startMs: number, bucketMs: number) => startMs + bucketMs > Date.now();
