"use client";

import { ArrowRight, X } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { classNames } from "../../components/class-names.ts";
import { buttonStyle } from "../../components/ui/button.tsx";
import type { TimeZone } from "../../format/time.ts";
import type { Buckets, ChartModel } from "./chart-model.ts";
import { describeBucket } from "./chart-time.ts";
import { SeriesMark } from "./series-mark.tsx";
import { formatValue } from "./values.ts";

interface ChartTooltipProps {
  model: ChartModel;
  buckets: Buckets;
  index: number;
  zone: TimeZone;
  pinned: boolean;
  position: { left: number; width: number };
  /** The traces of the bucket, and of a series in it. */
  hrefOf: (terms: readonly string[]) => string;
  onClose: () => void;
}

/** The values of one bucket. Pinned, it leads to the traces behind them. */
export function ChartTooltip(props: ChartTooltipProps) {
  const { model, buckets, index, zone, pinned, position, hrefOf, onClose } = props;
  const first = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!pinned) return;
    first.current?.focus({ preventScroll: true });
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [pinned, onClose]);
  const onRight = position.left > position.width / 2;
  return (
    <div
      role={pinned ? "dialog" : undefined}
      aria-label={pinned ? `${model.title}, ${describeBucket(buckets, index, zone)}` : undefined}
      style={
        onRight ? { right: `calc(100% - ${position.left - 10}px)` } : { left: `${position.left + 10}px` }
      }
      className={classNames(
        "absolute top-1 z-30 w-max max-w-64 min-w-44 rounded-lg bg-raised p-2 text-xs shadow-popup",
        !pinned && "pointer-events-none",
      )}
    >
      <div className="mb-1 flex items-start justify-between gap-2">
        <p className="font-medium">{describeBucket(buckets, index, zone)}</p>
        {pinned && (
          <button
            type="button"
            aria-label="Close"
            onClick={onClose}
            className={classNames(buttonStyle({ look: "quiet" }), "-mt-1 -mr-1 size-6 px-0")}
          >
            <X aria-hidden />
          </button>
        )}
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
        {model.series.map((series) => {
          const value = formatValue(series.values[index] ?? null, model.unit, series.exact?.[index]);
          const leads = pinned && series.terms && series.terms.length > 0 && series.values[index];
          return (
            <div key={series.name} className="contents">
              <dt className="flex min-w-0 items-center gap-1.5 text-soft">
                <SeriesMark
                  color={series.color}
                  dash={series.dash}
                  bar={model.look === "bars" && !series.isPrevious}
                />
                {leads ? (
                  <Link
                    href={hrefOf(series.terms ?? [])}
                    className="truncate underline underline-offset-2 hover:text-text"
                  >
                    {series.name}
                  </Link>
                ) : (
                  <span className="truncate">{series.name}</span>
                )}
              </dt>
              <dd className="text-right font-medium tabular-nums">{value}</dd>
            </div>
          );
        })}
      </dl>
      {pinned ? (
        <Link
          ref={first}
          href={hrefOf([])}
          className="mt-1.5 -mb-0.5 inline-flex min-h-6 items-center gap-1 font-medium text-accent hover:underline"
        >
          {model.linkText ?? "Traces of this time"} <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      ) : (
        <p className="mt-1 text-2xs text-faint">Click to pin, drag to zoom</p>
      )}
    </div>
  );
}
