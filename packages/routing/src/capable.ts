import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallShape } from "./call-shape.ts";

/** Dialects of engines that know neither tools nor pictures. */
const plainTextKinds = new Set<Replica["kind"]>(["tgi_native", "ollama_native"]);

/**
 * Why a replica cannot serve a call whatever its load, in a few words; null when it can. What nobody said of
 * a replica is unknown, not missing: the upstream will say it.
 */
export function incapacity(replica: Replica, shape: CallShape): string | null {
  const isPlainText = plainTextKinds.has(replica.kind);
  const modalities = replica.modalities ?? (isPlainText ? ["text"] : undefined);
  const missing = modalities && shape.modalities.find((modality) => !modalities.includes(modality));
  if (missing !== undefined) return `does not take ${missing}`;
  if (shape.tools && !(replica.tools ?? !isPlainText)) return "does not take tools";
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
