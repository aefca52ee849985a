"use client";

import { Dialog } from "../../components/ui/dialog.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { Key } from "./key.tsx";
import type { KeyBinding } from "./keys.tsx";

const names: Record<string, string> = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
const groups = ["Everywhere", "Go to", "List", "Trace"] as const;

const paletteKeys = "Ctrl K";

/** Keys of the span tree, which handles them itself while it has the focus. */
const treeKeys = [
  ["↑ ↓", "Previous, next span"],
  ["→ ←", "Open, close, or go to child, parent"],
  ["Home End", "First, last span"],
  ["Enter", "Read the selected span"],
  ["a–z", "Find a span by its name"],
] as const;

interface KeysSheetProps {
  bindings: readonly KeyBinding[] | null;
  onClose: () => void;
}

export function KeysSheet({ bindings, onClose }: KeysSheetProps) {
  const { singleKeys, change } = usePreferences();
  const shown = bindings ?? [];
  return (
    <Dialog title="Keyboard" open={bindings !== null} onOpenChange={(open) => !open && onClose()}>
      <div className="space-y-4 px-4 py-3">
        <label className="flex items-center justify-between gap-4 border-b pb-3">
          <span>
            Single-key shortcuts
            <span className="block text-xs text-soft">Switch them off if they get in the way.</span>
          </span>
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => change({ singleKeys: event.target.checked })}
            className="size-4 accent-(--accent-solid)"
          />
        </label>
        {groups.map((group) => {
          const own = shown.filter((binding) => binding.group === group);
          const rows: (readonly [string, string])[] = own.map(({ key, does }) => [names[key] ?? key, does]);
          if (group === "Everywhere") rows.unshift([paletteKeys, "Search and commands"], ["?", "This sheet"]);
          if (group === "Trace" && own.length > 0) rows.push(...treeKeys);
          if (rows.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="mb-1 text-xs font-medium text-faint">{group}</h3>
              <dl>
                {rows.map(([key, does]) => (
                  <div key={key + does} className="flex items-center justify-between gap-4 py-1">
                    <dt>{does}</dt>
                    <dd className="flex gap-1">
                      {key.split(" ").map((part) => (
                        <Key key={part}>{part}</Key>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
