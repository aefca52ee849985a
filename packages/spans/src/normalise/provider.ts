/** Spellings of one provider, mapped to the value that the semantic conventions list. */
const aliases = new Map([
  ["az.ai.openai", "azure.ai.openai"],
  ["azure_openai", "azure.ai.openai"],
  ["azure-openai", "azure.ai.openai"],
  ["az.ai.inference", "azure.ai.inference"],
  ["vertexai", "gcp.vertex_ai"],
  ["vertex_ai", "gcp.vertex_ai"],
  ["google.vertex", "gcp.vertex_ai"],
  ["googleai", "gcp.gemini"],
  ["gcp.vertex.agent", "gcp.vertex_ai"],
  ["gemini", "gcp.gemini"],
  ["google.generative-ai", "gcp.gemini"],
  ["bedrock", "aws.bedrock"],
  ["amazon-bedrock", "aws.bedrock"],
  ["aws_bedrock", "aws.bedrock"],
  ["xai", "x_ai"],
  ["mistral", "mistral_ai"],
  ["mistralai", "mistral_ai"],
]);

/** AI SDK names its model classes "openai.chat"; the part behind the dot is the API, not the provider. */
const apiSuffix = /\.(?:chat|responses|completions?|messages|embeddings?|image|speech|transcription)$/;

/** LangChain puts the name of the class where a model does not say its provider: that is nobody who sells. */
export function langchainProvider(text: string | undefined): string | undefined {
  return text === undefined || text === "" || /[A-Z]/.test(text) ? undefined : providerName(text);
}

const remembered = new Map<string, string>();

export function providerName(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const plain = text.trim().toLowerCase();
  const withoutApi = plain.replace(apiSuffix, "");
  const name = aliases.get(plain) ?? aliases.get(withoutApi) ?? withoutApi;
  if (remembered.size < 1000) remembered.set(text, name);
  return name;
}
