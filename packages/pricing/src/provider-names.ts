import type { Provider } from "@pydantic/genai-prices";
import { compileRule } from "./match-rule.ts";

/** How clients spell the providers of the price data. Checked before its own rules, which are greedy. */
const aliases: Readonly<Record<string, string>> = {
  "aws.bedrock": "aws",
  "az.ai.inference": "azure",
  "az.ai.openai": "azure",
  "azure.ai.inference": "azure",
  "azure.ai.openai": "azure",
  "azure-openai": "azure",
  azure_ai: "azure",
  azure_openai: "azure",
  azureopenai: "azure",
  amazon_bedrock: "aws",
  bedrock_converse: "aws",
  chatopenai: "openai",
  claude: "anthropic",
  fireworks_ai: "fireworks",
  "gcp.gemini": "google",
  "gcp.gen_ai": "google",
  "gcp.vertex_ai": "google",
  github_copilot: "github-copilot",
  google_genai: "google",
  google_vertexai: "google",
  mistral_ai: "mistral",
  mistralai: "mistral",
  moonshot: "moonshotai",
  togetherai: "together",
  together_ai: "together",
  vertex_ai: "google",
  vertexai: "google",
  voyage: "voyageai",
  x_ai: "x-ai",
  xai: "x-ai",
};

/** Names of what merely passes a call on: the model's name alone decides. */
const transparent: ReadonlySet<string> = new Set([
  "_other",
  "agno",
  "ai-sdk",
  "autogen",
  "crewai",
  "custom",
  "dspy",
  "gateway",
  "genkit",
  "haystack",
  "helicone",
  "langchain",
  "langgraph",
  "litellm",
  "litellm_proxy",
  "llama_index",
  "llamaindex",
  "mastra",
  "other",
  "portkey",
  "pydantic_ai",
  "semantic_kernel",
  "smolagents",
  "strands",
  "strands-agents",
  "unknown",
  "vercel",
]);

/** A provider id, "any" when the name says nothing, null when it names somebody without a price list. */
export type ResolvedProvider = string | null;

export function createProviderNames(providers: readonly Provider[]): (name: string) => ResolvedProvider {
  const ids = new Set(providers.map((provider) => provider.id));
  const rules = providers.flatMap(({ id, provider_match }) =>
    provider_match === undefined ? [] : [{ id, matches: compileRule(provider_match) }],
  );
  const exact = (name: string): ResolvedProvider => {
    if (name === "" || transparent.has(name)) return "any";
    const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
    return alias ?? (ids.has(name) ? name : null);
  };
  return (rawName) => {
    const name = rawName.trim().toLowerCase();
    // "openai.chat", "google.vertex.chat": what follows the provider is an API of it.
    const stems = [
      name,
      ...(name.includes(".") ? [name.slice(0, name.lastIndexOf(".")), name.slice(0, name.indexOf("."))] : []),
    ];
    for (const stem of stems) {
      const found = exact(stem);
      if (found !== null) return found;
    }
    return rules.find((rule) => rule.matches(name) >= 0)?.id ?? null;
  };
}
