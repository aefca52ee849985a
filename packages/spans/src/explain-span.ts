import type { ConventionRow, Generation, Target, Unit } from "./conventions/row.ts";
import { codeLength, roleOf, rowOfCode } from "./conventions/table.ts";

/** What became of one key that a client sent. */
export interface ExplainedKey {
  /** With a star where many keys have one meaning. */
  key: string;
  place: "span" | "resource" | "event";
  /** The field that it became; null when it was kept as an attribute. */
  field: string | null;
  /** For a kept key that could have been a field: which one. Another key gave that, or its value did not fit. */
  insteadOf: string | null;
  convention: Generation | null;
  unit: Unit | null;
  /** For counts of tokens: whether they contain the cached and reasoning ones. */
  counts: "inclusive" | "exclusive" | "unknown" | null;
  /** A field, and the attribute beside it. */
  isKept: boolean;
}

/** Names of fields as people know them. Targets that are missing here only decide on the type. */
const fieldNames: Readonly<Partial<Record<Target, string>>> = {
  pendingSpan: "parent of an unfinished span",
  agentRun: "type, input",
  level: "level",
  levelNumber: "level",
  statusMessage: "status message",
  errorType: "error class",
  httpStatus: "error class",
  genkitName: "provider, model requested",
  messageFormat: "provider",
  environment: "environment",
  release: "release",
  version: "version",
  serviceName: "service",
  traceName: "trace name",
  userId: "user",
  sessionId: "session",
  feature: "feature",
  tags: "tags",
  public: "public",
  provider: "provider",
  modelRequested: "model requested",
  modelUsed: "model",
  modelParameters: "parameters",
  modelParameter: "parameters",
  promptName: "prompt",
  promptVersion: "prompt version",
  promptLink: "prompt, prompt version",
  responseId: "response id",
  finishReasons: "finish reasons",
  usageDetails: "usage",
  usageInputDetails: "cache and audio tokens",
  usageOutputDetails: "reasoning and audio tokens",
  usageInput: "input tokens",
  usageOutput: "output tokens",
  usageTotal: "total tokens",
  usageCacheRead: "cache read tokens",
  usageCacheWrite: "cache write tokens",
  usageCacheWrite5m: "cache write tokens (5 minutes)",
  usageCacheWrite1h: "cache write tokens (1 hour)",
  usageReasoning: "reasoning tokens",
  usageInputAudio: "audio input tokens",
  usageOutputAudio: "audio output tokens",
  providerMetadata: "cache write tokens",
  costDetails: "cost",
  costTotal: "cost",
  firstToken: "time to first token",
  input: "input",
  output: "output",
  outputToolCalls: "output",
  outputReasoning: "output",
  traceInput: "trace input",
  traceOutput: "trace output",
  systemInstructions: "system instructions",
  toolDefinitions: "tool definitions",
  metadata: "metadata",
  metadataEntry: "metadata",
  traceMetadata: "trace metadata",
  traceMetadataEntry: "trace metadata",
  dropped: "not stored",
};

const places = ["span", "resource", "event"] as const;
const resourcePrefix = "resource.";

/**
 * What a span's client sent, from what is stored of it: `claimedKeys` and the keys of its attributes. Keys
 * that became fields come first, in the order of the table's targets; then those that were kept.
 */
export function explainSpan(claimedKeys: string, attributeKeys: readonly string[]): ExplainedKey[] {
  const kept = new Set(attributeKeys);
  const explained: ExplainedKey[] = [];
  for (const [index, codes] of claimedKeys.split("|").entries()) {
    const place = places[index];
    if (place === undefined) continue;
    for (let at = 0; at + codeLength <= codes.length; at += codeLength) {
      const row = rowOfCode(codes.slice(at, at + codeLength));
      if (row !== undefined) explained.push(fieldOf(row, place, kept.delete(row.key)));
    }
  }
  for (const key of [...kept].sort()) explained.push(keptKey(key));
  return explained;
}

function fieldOf(row: ConventionRow, place: ExplainedKey["place"], isKept: boolean): ExplainedKey {
  return {
    key: row.key,
    place,
    field: fieldNames[row.target] ?? "type",
    insteadOf: null,
    convention: row.generation,
    unit: row.unit ?? null,
    counts: row.counts ?? null,
    isKept,
  };
}

function keptKey(key: string): ExplainedKey {
  const isResource = key.startsWith(resourcePrefix);
  const plain = isResource ? key.slice(resourcePrefix.length) : key;
  const role = roleOf(plain);
  return {
    key: plain,
    place: isResource ? "resource" : "span",
    field: null,
    insteadOf:
      role === null || role.row.target === "attribute" ? null : (fieldNames[role.row.target] ?? "type"),
    convention: role?.row.generation ?? null,
    unit: role?.row.unit ?? null,
    counts: role?.row.counts ?? null,
    isKept: true,
  };
}
