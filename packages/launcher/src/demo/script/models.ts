/** The pools that the demo's gateway has; `world/write-config.ts` says what is behind them. */
export const models = {
  own: "llama-3.1-8b-instruct",
  hosted: "gpt-4o-mini",
  careful: "claude-haiku-4-5",
  embedding: "text-embedding-3-small",
} as const;
