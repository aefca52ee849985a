import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import { Places } from "./packed-batch.ts";

type Amount = "durationMs" | "inputTokens" | "outputTokens" | "costUsd";

/** The model calls of a batch on their way back: thousands of numbers, few names. Unknown is NaN. */
export interface PackedGenerations {
  models: readonly string[];
  errorTypes: readonly string[];
  providers: readonly string[];
  /**
   * Eight a call: place of its model, 1 for a failure, place of its error type or NaN, the amounts, place of
   * its provider or NaN.
   */
  numbers: Float64Array;
}

const perCall = 8;

export function packGenerations(generations: readonly ObservedGeneration[]): PackedGenerations {
  const models = new Places();
  const errorTypes = new Places();
  const providers = new Places();
  const numbers = new Float64Array(generations.length * perCall);
  let at = 0;
  for (const { model, status, errorType, provider, ...amounts } of generations) {
    numbers[at] = models.of(model);
    numbers[at + 1] = status === "error" ? 1 : 0;
    numbers[at + 2] = errorType === undefined ? Number.NaN : errorTypes.of(errorType);
    numbers[at + 3] = amounts.durationMs ?? Number.NaN;
    numbers[at + 4] = amounts.inputTokens ?? Number.NaN;
    numbers[at + 5] = amounts.outputTokens ?? Number.NaN;
    numbers[at + 6] = amounts.costUsd ?? Number.NaN;
    numbers[at + 7] = provider === undefined ? Number.NaN : providers.of(provider);
    at += perCall;
  }
  return { models: models.names, errorTypes: errorTypes.names, providers: providers.names, numbers };
}

/** One after the other, so that who observes them can pause. */
export function* unpackGenerations(packed: PackedGenerations): Generator<ObservedGeneration> {
  const { models, errorTypes, providers, numbers } = packed;
  for (let at = 0; at < numbers.length; at += perCall) {
    const generation: ObservedGeneration = {
      model: models[numbers[at] ?? 0] ?? "",
      status: numbers[at + 1] === 1 ? "error" : "success",
    };
    const errorType = errorTypes[numbers[at + 2] ?? Number.NaN];
    if (errorType !== undefined) generation.errorType = errorType;
    put(generation, "durationMs", numbers[at + 3]);
    put(generation, "inputTokens", numbers[at + 4]);
    put(generation, "outputTokens", numbers[at + 5]);
    put(generation, "costUsd", numbers[at + 6]);
    const provider = providers[numbers[at + 7] ?? Number.NaN];
    if (provider !== undefined) generation.provider = provider;
    yield generation;
  }
}

function put(generation: ObservedGeneration, name: Amount, value: number | undefined): void {
  if (value !== undefined && !Number.isNaN(value)) generation[name] = value;
}
