/** How fast one engine is and how much it holds. All times are milliseconds of unscaled time. */
export interface Profile {
  /** What an engine step costs before any sequence is in it: weights are read once per step. */
  stepBaseMs: number;
  /** Added per sequence that decodes in the step. */
  stepPerSequenceMs: number;
  /** Added per token of context that the decoding sequences hold: their KV cache is read. */
  stepPerContextTokenMs: number;
  /** Prompt tokens a second that a step computes; 0 is at once. */
  prefillTokensPerSecond: number;
  /** Tokens, prompt and decode together, that one step may compute (chunked prefill). */
  maxBatchedTokens: number;
  maxNumSeqs: number;
  maxModelLen: number;
  blockSize: number;
  numGpuBlocks: number;
  /** How long an answer is when neither the request nor its prompt says. */
  answerTokens: number;
  gpu: { name: string; memoryMiB: number; usedMiB: number; idleWatts: number; maxWatts: number };
}

/** vLLM's own defaults for online serving. */
const engineDefaults = {
  blockSize: 16,
  maxNumSeqs: 256,
  maxBatchedTokens: 8_192,
  maxModelLen: 131_072,
  answerTokens: 128,
} as const;

const noGpu = { name: "none", memoryMiB: 0, usedMiB: 0, idleWatts: 0, maxWatts: 0 };

/**
 * Fixed before anything was measured with them. Where each figure comes from, and which are derived
 * and not published, is in the README of this package; change both together.
 */
export const profiles = {
  /** Llama-3.1-8B, BF16, one H100 80 GB. */
  "llama-3.1-8b-h100": {
    ...engineDefaults,
    stepBaseMs: 6.42,
    stepPerSequenceMs: 0.04,
    stepPerContextTokenMs: 0.00004,
    prefillTokensPerSecond: 25_000,
    numGpuBlocks: 26_226,
    gpu: { name: "NVIDIA H100 80GB HBM3", memoryMiB: 81_559, usedMiB: 73_400, idleWatts: 70, maxWatts: 700 },
  },
  /** Llama-3.1-8B, BF16, one A100 40 GB. */
  "llama-3.1-8b-a100-40gb": {
    ...engineDefaults,
    maxBatchedTokens: 2_048,
    stepBaseMs: 13.2,
    stepPerSequenceMs: 0.06,
    stepPerContextTokenMs: 0.000084,
    prefillTokensPerSecond: 9_700,
    numGpuBlocks: 9_728,
    gpu: { name: "NVIDIA A100-SXM4-40GB", memoryMiB: 40_960, usedMiB: 36_800, idleWatts: 50, maxWatts: 400 },
  },
  /** Llama-3.1-8B, BF16, one A10G 24 GB. */
  "llama-3.1-8b-a10g": {
    ...engineDefaults,
    maxBatchedTokens: 2_048,
    maxModelLen: 20_000,
    stepBaseMs: 33,
    stepPerSequenceMs: 0.15,
    stepPerContextTokenMs: 0.00022,
    prefillTokensPerSecond: 2_000,
    numGpuBlocks: 1_952,
    gpu: { name: "NVIDIA A10G", memoryMiB: 23_028, usedMiB: 20_700, idleWatts: 20, maxWatts: 300 },
  },
  /** 50 frames a second to every stream, whatever the load. Not an engine: a yardstick for proxies. */
  "stream-50": {
    ...engineDefaults,
    maxNumSeqs: 4_096,
    maxBatchedTokens: 1_048_576,
    stepBaseMs: 20,
    stepPerSequenceMs: 0,
    stepPerContextTokenMs: 0,
    prefillTokensPerSecond: 0,
    numGpuBlocks: 1_048_576,
    gpu: noGpu,
  },
  /** Answers at once and without an engine: the cost of a proxy is all that is left. */
  instant: {
    ...engineDefaults,
    maxNumSeqs: 65_536,
    maxBatchedTokens: 16_777_216,
    stepBaseMs: 0,
    stepPerSequenceMs: 0,
    stepPerContextTokenMs: 0,
    prefillTokensPerSecond: 0,
    numGpuBlocks: 1_048_576,
    answerTokens: 32,
    gpu: noGpu,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
