import type { ResolvedProvider } from "./provider-names.ts";

/** One question to the price data; provider "any" means: infer it from the name. */
export interface Lookup {
  provider: string;
  name: string;
}

const bedrockVendors =
  "anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer|stability|luma|nvidia|moonshot|minimax|zai|google";
const bedrockName = new RegExp(`^(?:[a-z]{2,6}(?:-gov)?\\.)?(?:${bedrockVendors})\\.`);
/** A region's inference profile, which costs what the region costs; "global" has prices of its own. */
const bedrockRegion = new RegExp(`^(?!global\\.)[a-z]{2,6}(?:-gov)?\\.(?=(?:${bedrockVendors})\\.)`);
/** LiteLLM writes the API and the region between; the price is the same in each. */
const bedrockPath = /^bedrock\/(?:(?:converse|invoke|[a-z]{2}(?:-gov)?-[a-z]+-\d)\/)*/;
/** Other places than these have prices of their own at Azure. */
const azureGlobalPath = /^azure\/global(?:-standard)?\//;
const vertexPath = /^(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/[^/]+\/models\//;

/**
 * Every spelling under which a model may be listed, best first: as it came, without the decorations of
 * clouds and proxies, and last without its date, since a snapshot may have a price of its own.
 */
export function modelLookups(
  provider: ResolvedProvider,
  model: string,
  resolveProvider: (name: string) => ResolvedProvider,
): Lookup[] {
  if (provider === null) return [];
  const { name, hint } = stripDecorations(model.trim().toLowerCase());
  const lookups: Lookup[] = [];
  for (const stem of withoutVersion(name)) {
    const main = provider === "any" ? (hint ?? "any") : provider;
    lookups.push({ provider: main, name: stem });
    if (hint !== undefined && hint !== main) lookups.push({ provider: hint, name: stem });
    addPrefixed(lookups, main, stem, resolveProvider);
  }
  // Nobody but OpenRouter has free variants that are named so.
  if (name.endsWith(freeVariant)) lookups.push({ provider: "openrouter", name });
  if (hint === "aws" && bedrockRegion.test(name)) {
    const anywhere = withoutVersion(name.replace(bedrockRegion, ""));
    lookups.push(...anywhere.map((stem) => ({ provider: hint, name: stem })));
  }
  return lookups;
}

const freeVariant = ":free";
/** Endings that make another product of a name, which a rule for the beginning of names cannot see. */
const variants = [freeVariant, "-fast"];

export function isOtherVariant(name: string, listedId: string): boolean {
  const id = listedId.toLowerCase();
  return variants.some((variant) => name.endsWith(variant) && !id.includes(variant));
}

/** `openai/gpt-4o`: the prefix names the provider unless the one we know lists the name as it is. */
function addPrefixed(
  lookups: Lookup[],
  main: string,
  name: string,
  resolveProvider: (name: string) => ResolvedProvider,
): void {
  let rest = name;
  for (let slash = rest.indexOf("/"); slash > 0; slash = rest.indexOf("/")) {
    const prefix = resolveProvider(rest.slice(0, slash));
    rest = rest.slice(slash + 1);
    // Somebody without a price list serves it, whoever made it.
    if (prefix === null) return;
    lookups.push({ provider: prefix, name: rest });
    if (main !== prefix) lookups.push({ provider: main, name: rest });
  }
}

function stripDecorations(name: string): { name: string; hint?: string } {
  if (name.startsWith("arn:")) return { name: name.slice(name.lastIndexOf("/") + 1), hint: "aws" };
  if (vertexPath.test(name)) return { name: name.replace(vertexPath, ""), hint: "google" };
  if (bedrockPath.test(name)) return { ...stripDecorations(name.replace(bedrockPath, "")), hint: "aws" };
  if (azureGlobalPath.test(name)) return { name: name.replace(azureGlobalPath, ""), hint: "azure" };
  if (name.startsWith("ft:")) return { name: withSnapshot(name), hint: "openai" };
  // The list has it under its older name; its rule for the large one would take it.
  if (name.startsWith("gemini-1.5-flash-8b")) return { name: "gemini-flash-1.5-8b", hint: "google" };
  if (name.startsWith("models/")) return stripDecorations(name.slice("models/".length));
  if (bedrockName.test(name)) return { name, hint: "aws" };
  return { name };
}

/** Fine-tuned models are listed under the snapshot that they were made from. */
function withSnapshot(name: string): string {
  return name.replace(/^ft:(gpt-4o(?:-mini)?)(?=:)/, "ft:$1-2024-");
}

const versionSuffixes = [/-v\d+(?::\d+)?$/, /@[\w.-]+$/, /:extended$/, /-\d{4}-\d{2}-\d{2}$/, /-20\d{6}$/];

/** The name, then with one version suffix less each time. `:free` stays: without it the price is another. */
function withoutVersion(name: string): string[] {
  const names = [name];
  let current = name;
  for (let shortened = dropSuffix(current); shortened !== current; shortened = dropSuffix(current)) {
    names.push(shortened);
    current = shortened;
  }
  return names;
}

function dropSuffix(name: string): string {
  const suffix = versionSuffixes.find((pattern) => pattern.test(name));
  return suffix === undefined ? name : name.replace(suffix, "");
}
