import { trimAddress } from "../onboarding/snippets.ts";

/** How an application comes through the gateway. */
export function openaiSnippet(
  gatewayUrl: string,
  { key = "sk-pl-gateway_…", model = "a-model" }: { key?: string; model?: string | undefined },
): string {
  return `from openai import OpenAI

client = OpenAI(base_url="${trimAddress(gatewayUrl)}/v1", api_key="${key}")
client.chat.completions.create(
    model=${JSON.stringify(model)},
    messages=[{"role": "user", "content": "Hello"}],
)`;
}
