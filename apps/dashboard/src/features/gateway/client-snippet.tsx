import Link from "next/link";
import { CodeBlock } from "../onboarding/code-block.tsx";
import { openaiSnippet } from "./openai-snippet.ts";

interface ClientSnippetProps {
  projectId: string;
  gatewayUrl: string;
  model: string | undefined;
}

export function ClientSnippet({ projectId, gatewayUrl, model }: ClientSnippetProps) {
  return (
    <section aria-labelledby="gateway-client">
      <h2 id="gateway-client" className="mb-1 text-xs font-medium text-faint">
        Point an application at the gateway
      </h2>
      <div className="overflow-hidden rounded-lg border bg-surface">
        <CodeBlock
          note="Any client of OpenAI or Anthropic works: only the base URL and the key change."
          code={openaiSnippet(gatewayUrl, { model })}
          label="the snippet for Python"
        />
        <p className="border-t px-3 py-2 text-soft">
          {"The key is an API key with the scope “gateway”. "}
          <Link
            href={`/project/${encodeURIComponent(projectId)}/settings/keys`}
            className="text-accent underline underline-offset-2"
          >
            Make one in the settings
          </Link>
          .
        </p>
      </div>
    </section>
  );
}
