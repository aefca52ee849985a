import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import { Places } from "./packed-batch.ts";

type Amount = "durationMs" | "inputTokens" | "outputTokens" | "costUsd";

/** The model calls of a batch on their way back: thousands of numbers, few names. Unknown is NaN. */
export interface PackedGenerations {
  models: readonly string[];
  errorTypes: readonly string[];
  /** Seven a call: place of its model, 1 for a failure, place of its error type or NaN, then the amounts. */
  numbers: Float64Array;
}

const perCall = 7;

export function packGenerations(generations: readonly ObservedGeneration[]): PackedGenerations {
  const models = new Places();
  const errorTypes = new Places();
  const numbers = new Float64Array(generations.length * perCall);
  let at = 0;
  for (const { model, status, errorType, ...amounts } of generations) {
    numbers[at] = models.of(model);
    numbers[at + 1] = status === "error" ? 1 : 0;
    numbers[at + 2] = errorType === undefined ? Number.NaN : errorTypes.of(errorType);
    numbers[at + 3] = amounts.durationMs ?? Number.NaN;
    numbers[at + 4] = amounts.inputTokens ?? Number.NaN;
    numbers[at + 5] = amounts.outputTokens ?? Number.NaN;
    numbers[at + 6] = amounts.costUsd ?? Number.NaN;
    at += perCall;
  }
  return { models: models.names, errorTypes: errorTypes.names, numbers };
}

/** One after the other, so that who observes them can pause. */
export function* unpackGenerations(packed: PackedGenerations): Generator<ObservedGeneration> {
  const { models, errorTypes, numbers } = packed;
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
    yield generation;
  }
}

function put(generation: ObservedGeneration, name: Amount, value: number | undefined): void {
  if (value !== undefined && !Number.isNaN(value)) generation[name] = value;
}
