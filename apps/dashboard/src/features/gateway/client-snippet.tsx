import Link from "next/link";
import { CodeBlock } from "../onboarding/code-block.tsx";
import { trimAddress } from "../onboarding/snippets.ts";

interface ClientSnippetProps {
  projectId: string;
  gatewayUrl: string;
  model: string | undefined;
}

/** How an application comes through the gateway. */
export function ClientSnippet({ projectId, gatewayUrl, model = "a-model" }: ClientSnippetProps) {
  const base = trimAddress(gatewayUrl);
  const python = `from openai import OpenAI

client = OpenAI(base_url="${base}/v1", api_key="sk-pl-gateway_…")
client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": "Hello"}],
)`;
  return (
    <section aria-labelledby="gateway-client">
      <h2 id="gateway-client" className="mb-1 text-xs font-medium text-faint">
        Point an application at the gateway
      </h2>
      <div className="overflow-hidden rounded-lg border bg-surface">
        <CodeBlock
          note="Any client of OpenAI or Anthropic works: only the base URL and the key change."
          code={python}
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
