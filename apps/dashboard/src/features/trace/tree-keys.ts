import { type SpanLayout, visibleOrder } from "./layout-spans.ts";

export interface TreeState {
  layout: SpanLayout;
  collapsed: ReadonlySet<number>;
  active: number;
}

/** What a key asks for: another active node, or one opened or closed. */
export type TreeMove = { active: number } | { toggle: number };

/** The keys of a tree: arrows, Home and End. Null for any other key, and at the edges. */
export function moveInTree({ layout, collapsed, active }: TreeState, key: string): TreeMove | null {
  const node = layout.nodes[active];
  if (!node) return null;
  const isOpen = node.children.length > 0 && !collapsed.has(active);
  if (key === "ArrowRight") {
    const firstChild = node.children[0];
    if (firstChild === undefined) return null;
    return isOpen ? { active: firstChild } : { toggle: active };
  }
  if (key === "ArrowLeft") {
    if (isOpen) return { toggle: active };
    return node.parent >= 0 ? { active: node.parent } : null;
  }
  const order = visibleOrder(layout, collapsed);
  const at = order.indexOf(active);
  const targets: Record<string, number | undefined> = {
    ArrowDown: order[at + 1],
    ArrowUp: order[at - 1],
    PageDown: order[Math.min(order.length - 1, at + 12)],
    PageUp: order[Math.max(0, at - 12)],
    Home: order[0],
    End: order.at(-1),
  };
  const target = targets[key];
  return target === undefined || target === active ? null : { active: target };
}

/** The next visible node whose name begins with what was typed; one repeated letter walks on. */
export function findByPrefix({ layout, collapsed, active }: TreeState, typed: string): number | null {
  const order = visibleOrder(layout, collapsed);
  const wanted = typed.toLowerCase();
  const isRepeat = new Set(wanted).size === 1;
  const prefix = isRepeat ? wanted.slice(0, 1) : wanted;
  const startAt = order.indexOf(active) + (isRepeat ? 1 : 0);
  for (let step = 0; step < order.length; step++) {
    const index = order[(startAt + step) % order.length] ?? -1;
    if (layout.nodes[index]?.span.name.toLowerCase().startsWith(prefix)) return index;
  }
  return null;
}
