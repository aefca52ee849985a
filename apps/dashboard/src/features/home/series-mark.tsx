import type { SeriesColor } from "./series-style.ts";

interface SeriesMarkProps {
  color: SeriesColor;
  dash: readonly number[];
  bar?: boolean;
}

/** How a series is drawn, in small: its colour and its dashes. */
export function SeriesMark({ color, dash, bar = false }: SeriesMarkProps) {
  return (
    <svg viewBox="0 0 18 8" aria-hidden className="h-2 w-4.5 shrink-0" style={{ color: `var(${color})` }}>
      {bar ? (
        <path d="M4 0h4v8h-4zM10 3h4v5h-4z" fill="currentColor" />
      ) : (
        <path d="M0 4h18" stroke="currentColor" strokeWidth="2" strokeDasharray={dash.join(" ")} />
      )}
    </svg>
  );
}
