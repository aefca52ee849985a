"use client";

import { Copy } from "lucide-react";
import { useState } from "react";
import { CopyId } from "../../components/copy-id.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { CodeBlock } from "./code-block.tsx";
import { FirstKey } from "./first-key.tsx";
import { SendSample } from "./send-sample.tsx";
import { SnippetTabs } from "./snippet-tabs.tsx";
import { envBlock, type SnippetKeys } from "./snippets.ts";

interface ConnectProps {
  projectId: string;
  apiUrl: string;
  onKeyCreated?: () => void;
}

/** Everything that sends a first trace: a key, the addresses, code to paste, or a sample at a click. */
export function Connect({ projectId, apiUrl, onKeyCreated }: ConnectProps) {
  const [keys, setKeys] = useState<SnippetKeys>();
  return (
    <div className="space-y-4">
      <FirstKey
        projectId={projectId}
        keys={keys}
        onCreated={(created) => {
          setKeys(created);
          onKeyCreated?.();
        }}
      />
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-xs">
        <div>
          <dt className="text-soft">API address</dt>
          <dd className="mt-0.5">
            <CopyAddress address={apiUrl} />
          </dd>
        </div>
        <div>
          <dt className="text-soft">Project</dt>
          <dd className="mt-0.5">
            <CopyId id={projectId} label="project id" />
          </dd>
        </div>
      </dl>
      <SnippetTabs apiUrl={apiUrl} keys={keys} />
      {keys && (
        <>
          <details className="overflow-hidden rounded-lg border bg-surface">
            <summary className="cursor-default px-3 py-2 font-medium hover:bg-hover">
              As environment variables
            </summary>
            <div className="border-t">
              <CodeBlock
                note="For a .env file: read by the Langfuse SDKs and by any OpenTelemetry exporter."
                code={envBlock(apiUrl, keys)}
                label="the environment variables"
              />
            </div>
          </details>
          <SendSample projectId={projectId} keys={keys} />
        </>
      )}
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
