import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallShape } from "./call-shape.ts";

/** Kinds that take tools when nobody says otherwise; native engines' own dialects do not know them. */
const withoutTools = new Set(["tgi_native", "ollama_native"]);

/** Why a replica cannot serve a call whatever its load, in a few words; null when it can. */
export function incapacity(replica: Replica, shape: CallShape): string | null {
  const modalities = replica.modalities ?? ["text"];
  const missing = shape.modalities.find((modality) => !modalities.includes(modality));
  if (missing !== undefined) return `does not take ${missing}`;
  if (shape.tools && !(replica.tools ?? !withoutTools.has(replica.kind))) return "does not take tools";
  const output = shape.maxTokens ?? 0;
  if (replica.max_output_tokens !== undefined && output > replica.max_output_tokens) {
    return `answers with at most ${replica.max_output_tokens} tokens`;
  }
  if (replica.context_length !== undefined && shape.promptTokens + output > replica.context_length) {
    return `holds ${replica.context_length} tokens, the call needs about ${shape.promptTokens + output}`;
  }
  return null;
}

export function capableReplicas(pool: Pool, shape: CallShape): Replica[] {
  return pool.replicas.filter((replica) => incapacity(replica, shape) === null);
}
