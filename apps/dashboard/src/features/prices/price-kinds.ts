/** Kinds of price in the order of the form; those after `output` are usually left to their fallback. */
export const priceKinds = [
  { kind: "input", label: "Input", hint: "per million tokens" },
  { kind: "output", label: "Output", hint: "per million tokens" },
  { kind: "cacheRead", label: "Cached input", hint: "input price when empty" },
  { kind: "cacheWrite5m", label: "Cache write", hint: "input price when empty" },
  { kind: "cacheWrite1h", label: "Cache write, 1 hour", hint: "cache write when empty" },
  { kind: "reasoning", label: "Reasoning", hint: "output price when empty" },
  { kind: "inputAudio", label: "Audio in", hint: "input price when empty" },
  { kind: "outputAudio", label: "Audio out", hint: "output price when empty" },
  { kind: "request", label: "Each call", hint: "nothing when empty" },
] as const;
export type PriceKind = (typeof priceKinds)[number]["kind"];
