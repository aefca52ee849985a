"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useRef, useState } from "react";
import { Key } from "../keys/key.tsx";
import { findItems } from "./find-items.ts";
import type { PaletteItem } from "./palette-item.ts";
import { usePaletteGroups } from "./use-palette-groups.ts";

interface PaletteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function PaletteDialog({ open, onOpenChange }: PaletteDialogProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          initialFocus={input}
          className="fixed top-[10vh] left-1/2 z-50 flex max-h-[min(30rem,76dvh)] w-[min(94vw,36rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl bg-raised shadow-popup outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:top-2 max-sm:max-h-[calc(100dvh-1rem)]"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteList input={input} onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteListProps {
  input: React.RefObject<HTMLInputElement | null>;
  onDone: () => void;
}

function PaletteList({ input, onDone }: PaletteListProps) {
  const [text, setText] = useState("");
  const typed = text.trim();
  const { ids, others } = usePaletteGroups(typed);
  const found = findItems(others, typed);
  // What looks like an id can be a part of a name too; then the name was meant.
  const groups = ids.items.length === 0 ? found : [...found, ids];
  const choose = (item: PaletteItem) => {
    onDone();
    item.run();
  };
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={groups}
      value={text}
      // Choosing an item would write its label into the field; the palette closes instead.
      onValueChange={(next, { reason }) => reason !== "item-press" && setText(next)}
      itemToStringValue={(item: PaletteItem) => item.label}
    >
      <div className="flex items-center gap-2.5 border-b px-3.5">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Autocomplete.Input
          ref={input}
          aria-label="Search pages, views, projects and actions"
          placeholder="Search, or paste an id…"
          maxLength={200}
          spellCheck={false}
          className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
        />
        <Dialog.Close
          aria-label="Close"
          className="inline-flex min-h-6 min-w-6 items-center justify-center rounded border bg-surface px-1.5 text-2xs text-soft hover:bg-hover"
        >
          Esc
        </Dialog.Close>
      </div>
      <Autocomplete.Empty className="px-4 py-6 text-center text-soft empty:hidden">
        Nothing is called that. An id can be pasted whole.
      </Autocomplete.Empty>
      <Autocomplete.List className="scroll-thin min-h-0 flex-1 scroll-py-1 overflow-y-auto overscroll-contain px-1.5 pb-1.5 outline-none empty:hidden">
        {(group: (typeof groups)[number]) => (
          <Autocomplete.Group key={group.label} items={group.items}>
            <Autocomplete.GroupLabel className="px-2 pt-2.5 pb-1 text-2xs font-medium text-faint">
              {group.label}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => <PaletteRow key={item.id} item={item} onChoose={choose} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function PaletteRow({ item, onChoose }: { item: PaletteItem; onChoose: (item: PaletteItem) => void }) {
  const { label, hint, keys, icon: Icon } = item;
  return (
    <Autocomplete.Item
      value={item}
      onClick={() => onChoose(item)}
      className="flex min-h-8 scroll-my-8 cursor-default items-center gap-2.5 rounded-md px-2 outline-none select-none data-highlighted:bg-selected max-sm:min-h-10"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="max-w-full shrink-0 truncate">{label}</span>
      {hint && <span className="min-w-0 truncate text-xs text-soft">{hint}</span>}
      {keys && (
        <span aria-hidden className="ml-auto flex gap-1 max-sm:hidden">
          {keys.split(" ").map((key) => (
            <Key key={key}>{key}</Key>
          ))}
        </span>
      )}
    </Autocomplete.Item>
  );
}
