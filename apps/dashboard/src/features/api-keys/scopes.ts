import type { Scope } from "@plumbline/access/scopes";

/** What a scope opens, in words. */
export const scopeTexts: Readonly<Record<Scope, string>> = {
  ingest: "Send traces, scores, datasets and comments",
  read: "Read traces, scores, datasets and prompts",
  prompts: "Read prompts, write versions and move labels",
  scores: "Read and create scores and their configs",
  gateway: "Call models through the gateway",
  admin: "Change this project: keys, settings, prices, deletions",
};

/** Everyday ones first. */
export const scopeOrder = ["ingest", "read", "scores", "prompts", "gateway", "admin"] as const;

/** What an application with an SDK needs. */
export const defaultScopes: readonly Scope[] = ["ingest", "read", "scores", "prompts"];
