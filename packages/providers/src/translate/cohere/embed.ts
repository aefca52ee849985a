import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { checkFields, fieldRules } from "../openai/check-fields.ts";
import { readEncoding, readInputs, vectorOf, writeEmbeddings } from "../openai/embeddings.ts";
import { numberIn, objectIn, parseObject, present } from "../openai/read-values.ts";
import { readUsageOf } from "./read-answer.ts";

const rules = fieldRules("Cohere", ["input", "dimensions", "encoding_format", "input_type", "truncate"]);

/**
 * Cohere wants to know what its vectors are for. OpenAI has no word for it: clients may send Cohere's own
 * `input_type`; without it texts are documents to be searched.
 */
export function writeEmbed({ body }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, rules);
  return present({
    model: replica.model,
    texts: readInputs(body),
    input_type: body.input_type ?? "search_document",
    embedding_types: ["float"],
    output_dimension: numberIn(body, "dimensions", { min: 1 }),
    truncate: body.truncate ?? undefined,
  });
}

export function readEmbed({ body }: CallToTranslate, replica: Replica, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  const floats = answer === null ? undefined : objectIn(answer, "embeddings")?.float;
  if (answer === null || !Array.isArray(floats)) return null;
  const vectors: number[][] = [];
  for (const entry of floats) {
    const vector = vectorOf(entry);
    if (vector === null) return null;
    vectors.push(vector);
  }
  const usage = readUsageOf(answer.meta);
  const encoding = readEncoding(body);
  const written = writeEmbeddings(vectors, { model: replica.model, encoding, usage });
  return usage === undefined ? { body: written } : { body: written, usage };
}
