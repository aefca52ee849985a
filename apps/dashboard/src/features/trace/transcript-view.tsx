"use client";

import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from "react";
import { formatCount } from "../../format/number.ts";
import { ancestorsOf } from "./layout-spans.ts";
import { KindIcon } from "./span-kinds.tsx";
import { buildTranscript } from "./transcript.ts";
import { TranscriptEntry } from "./transcript-entry.tsx";
import { useSizes } from "./use-sizes.ts";
import type { ViewProps } from "./view-props.ts";
import { useVirtualRows } from "./virtual-rows.ts";

const roughHeightPx = 132;

/** What was said and done, turn by turn, in order of time, under the agent that did it. */
export function TranscriptView(props: ViewProps) {
  const { layout, selected, found, path, onSelect } = props;
  const entries = useMemo(() => buildTranscript(layout), [layout]);
  const scroller = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const sizes = useSizes(section);
  const idPrefix = useId();
  const followsKeys = useRef(false);
  const active = useMemo(() => {
    const exact = entries.findIndex(({ node }) => node === selected);
    // A span that is not told stands for the first turn below it.
    return exact >= 0 ? exact : entries.findIndex(({ node }) => ancestorsOf(layout, node).includes(selected));
  }, [entries, layout, selected]);
  const virtualizer = useVirtualRows({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => roughHeightPx,
    overscan: 2,
    useFlushSync: false,
  });
  useEffect(() => {
    if (active < 0) return;
    virtualizer.scrollToIndex(active, { align: "auto" });
    if (!followsKeys.current) return;
    followsKeys.current = false;
    // Its row may only come with the scrolling.
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] button`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [active, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const targets: Record<string, number | undefined> = {
      ArrowDown: Math.min(entries.length - 1, active + 1),
      ArrowUp: Math.max(0, active - 1),
      Home: 0,
      End: entries.length - 1,
    };
    const target = targets[event.key];
    const entry = target === undefined ? undefined : entries[target];
    if (!entry) return;
    event.preventDefault();
    followsKeys.current = true;
    onSelect(entry.node);
  };

  return (
    <section
      ref={section}
      data-pane={sizes}
      aria-label="Transcript"
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
    >
      <div
        ref={scroller}
        role="feed"
        aria-label={`Transcript, ${formatCount(entries.length, "turn")}`}
        className="scroll-thin min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            const node = entry && layout.nodes[entry.node];
            if (!entry || !node) return null;
            const agent = layout.nodes[entry.agent];
            const previous = layout.nodes[entry.previous]?.span.spanId ?? null;
            return (
              <article
                key={entry.node}
                ref={virtualizer.measureElement}
                data-index={item.index}
                aria-posinset={item.index + 1}
                aria-setsize={entries.length}
                aria-labelledby={`${idPrefix}${entry.node}`}
                style={{ transform: `translateY(${item.start}px)` }}
                className="absolute inset-x-0 top-0 px-3 py-1"
              >
                <span id={`${idPrefix}${entry.node}`} className="sr-only">
                  {node.span.name || node.span.kind}
                </span>
                {entry.opensGroup && agent && (
                  <p className="flex items-center gap-1.5 pt-2 pb-1.5 text-xs font-medium text-soft">
                    <KindIcon kind={agent.span.kind} />
                    {agent.span.name || "Agent"}
                  </p>
                )}
                <TranscriptEntry
                  span={node.span}
                  previousSpanId={previous}
                  selected={entry.node === selected}
                  isMatch={found.matches.has(entry.node)}
                  isCritical={path?.nodes.has(entry.node) ?? false}
                  words={found.words}
                  onSelect={() => onSelect(entry.node)}
                  onKeyDown={onKeyDown}
                />
              </article>
            );
          })}
        </div>
      </div>
    </section>
  );
}
