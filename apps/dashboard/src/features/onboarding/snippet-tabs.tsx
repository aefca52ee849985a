"use client";

import { Tabs } from "@base-ui/react/tabs";
import { CodeBlock } from "./code-block.tsx";
import { type SnippetKeys, snippets } from "./snippets.ts";

interface SnippetTabsProps {
  apiUrl: string;
  /** Filled in when they are at hand; placeholders otherwise. */
  keys?: SnippetKeys | undefined;
}

export function SnippetTabs({ apiUrl, keys }: SnippetTabsProps) {
  const all = snippets(apiUrl, keys);
  return (
    <Tabs.Root defaultValue={all[0]?.id} className="overflow-hidden rounded-lg border bg-surface">
      <Tabs.List
        className="scroll-thin flex overflow-x-auto border-b px-1"
        aria-label="Ways to send traces"
        activateOnFocus
      >
        {all.map(({ id, label }) => (
          <Tabs.Tab
            key={id}
            value={id}
            className="h-9 shrink-0 border-b-2 border-transparent px-2.5 text-soft -outline-offset-2 hover:text-text data-active:border-accent data-active:text-text"
          >
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {all.map(({ id, label, note, code }) => (
        <Tabs.Panel key={id} value={id} className="-outline-offset-2">
          <CodeBlock note={note} code={code} label={`the snippet for ${label}`} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
