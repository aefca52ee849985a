"use client";

import { Button } from "../../components/ui/button.tsx";
import { openaiSnippet } from "../gateway/openai-snippet.ts";
import { CodeBlock } from "../onboarding/code-block.tsx";
import { KeyOnce } from "../onboarding/key-once.tsx";
import { SnippetTabs } from "../onboarding/snippet-tabs.tsx";
import { envBlock } from "../onboarding/snippets.ts";
import { browserSnippet } from "./browser-snippet.ts";
import type { FreshKey } from "./use-key-mutations.ts";

interface FreshKeyPanelProps {
  apiKey: FreshKey;
  apiUrl: string;
  gatewayUrl: string;
  onDone: () => void;
}

/** The new key with everything to paste; stays until it is put away, for nothing shows the secret again. */
export function FreshKeyPanel({ apiKey, apiUrl, gatewayUrl, onDone }: FreshKeyPanelProps) {
  const { publicKey, secretKey, name, scopes, models } = apiKey;
  const isForGateway = scopes.length > 0 && scopes.every((scope) => scope === "gateway");
  return (
    <div className="space-y-3">
      <KeyOnce publicKey={publicKey} secretKey={secretKey} title={`New key: ${name}`}>
        <Button onClick={onDone}>{secretKey === null ? "Done" : "I have saved it"}</Button>
      </KeyOnce>
      {secretKey === null ? (
        <div className="overflow-hidden rounded-lg border bg-surface">
          <CodeBlock
            note="In the page, where a reader rates an answer:"
            code={browserSnippet(apiUrl, publicKey)}
            label="the snippet for web pages"
          />
        </div>
      ) : isForGateway ? (
        <div className="overflow-hidden rounded-lg border bg-surface">
          <CodeBlock
            note="Any client of OpenAI or Anthropic works: only the base URL and the key change."
            code={openaiSnippet(gatewayUrl, { key: secretKey, model: models[0] })}
            label="the snippet for Python"
          />
        </div>
      ) : (
        <>
          <div className="overflow-hidden rounded-lg border bg-surface">
            <CodeBlock
              note="For a .env file: read by the Langfuse SDKs and by any OpenTelemetry exporter."
              code={envBlock(apiUrl, { publicKey, secretKey })}
              label="the environment variables"
            />
          </div>
          <details className="group">
            <summary className="cursor-default py-1 text-soft hover:text-text">
              Snippets with this key
            </summary>
            <div className="mt-2">
              <SnippetTabs apiUrl={apiUrl} keys={{ publicKey, secretKey }} />
            </div>
          </details>
        </>
      )}
    </div>
  );
}
