import type { Scope } from "@plumbline/access/scopes";

/** What a scope opens, in words. */
export const scopeTexts: Readonly<Record<Scope, string>> = {
  ingest: "Send traces and scores",
  read: "Read traces, scores and prompts",
  prompts: "Read prompts and write drafts",
  scores: "Read and create scores",
  gateway: "Call models through the gateway",
  admin: "Change this project: keys, settings, prices, deletions",
};

/** Everyday ones first. */
export const scopeOrder = ["ingest", "read", "scores", "prompts", "gateway", "admin"] as const;

/** What an application with an SDK needs. */
export const defaultScopes: readonly Scope[] = ["ingest", "read", "scores", "prompts"];
