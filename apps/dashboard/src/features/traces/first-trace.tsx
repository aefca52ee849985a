"use client";

import { Tabs } from "@base-ui/react/tabs";
import { Check, Copy } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { snippets } from "./snippets.ts";

interface FirstTraceProps {
  projectId: string;
  apiUrl: string;
  /** Null while nothing has come. */
  arrivedId: string | null;
}

/** How to begin; opens the first trace by itself as soon as it is stored. */
export function FirstTrace({ projectId, apiUrl, arrivedId }: FirstTraceProps) {
  const router = useRouter();
  useEffect(() => {
    if (arrivedId === null) return;
    router.push(`/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(arrivedId)}`);
  }, [arrivedId, projectId, router]);

  const all = snippets(apiUrl);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <div className="mx-auto max-w-2xl px-4 py-8 md:py-14">
        <h2 className="text-lg font-semibold tracking-tight">Send your first trace</h2>
        <p className="mt-1 text-soft">
          Point what you already use at this server. The public and the secret key were printed by the first
          start, or set with <code className="font-mono text-xs">PLUMBLINE_INIT_PUBLIC_KEY</code> and{" "}
          <code className="font-mono text-xs">PLUMBLINE_INIT_SECRET_KEY</code>.
        </p>
        <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 text-xs">
          <div>
            <dt className="text-faint">API address</dt>
            <dd className="mt-0.5">
              <CopyAddress address={apiUrl} />
            </dd>
          </div>
          <div>
            <dt className="text-faint">Project</dt>
            <dd className="mt-0.5">
              <CopyId id={projectId} label="project id" />
            </dd>
          </div>
        </dl>
        <Tabs.Root defaultValue={all[0]?.id} className="mt-5 overflow-hidden rounded-lg border bg-surface">
          <Tabs.List className="flex overflow-x-auto border-b px-1" aria-label="Ways to send traces">
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
          {all.map(({ id, note, code }) => (
            <Tabs.Panel key={id} value={id} className="-outline-offset-2">
              <CodeBlock note={note} code={code} />
            </Tabs.Panel>
          ))}
        </Tabs.Root>
        <output className="mt-5 flex items-center gap-2.5 text-soft">
          <span aria-hidden className="relative flex size-2">
            <span className="absolute inset-0 animate-ping rounded-full bg-accent opacity-60" />
            <span className="relative size-2 rounded-full bg-accent" />
          </span>
          {arrivedId === null
            ? "Waiting for your first trace… It opens here by itself."
            : "It is here. Opening…"}
        </output>
      </div>
    </div>
  );
}

function CopyAddress({ address }: { address: string }) {
  const { copied, copy } = useCopied();
  return (
    <button
      type="button"
      onClick={() => copy(address)}
      className="hit -mx-1 inline-flex items-center gap-1 rounded px-1 font-mono text-soft hover:bg-hover hover:text-text"
    >
      <span className="sr-only">Copy the API address </span>
      {copied ? "Copied" : address}
      <Copy aria-hidden className="size-3 text-faint" />
    </button>
  );
}

function CodeBlock({ note, code }: { note: string; code: string }) {
  const { copied, copy } = useCopied();
  return (
    <>
      <div className="flex items-center justify-between gap-3 px-3 pt-2">
        <p className="text-xs text-soft">{note}</p>
        <Button onClick={() => copy(code)} className="min-w-20">
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <pre className="p-3 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {code}
      </pre>
    </>
  );
}
