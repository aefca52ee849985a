import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallToTranslate, WholeAnswer } from "../../translator.ts";
import { checkFields, fieldRules } from "../openai/check-fields.ts";
import { readEncoding, readInputs, vectorOf, writeEmbeddings } from "../openai/embeddings.ts";
import { listIn, numberIn, objectIn, parseObject, present } from "../openai/read-values.ts";
import { readUsageMetadata } from "./read-answer.ts";

const rules = fieldRules("Gemini", ["input", "dimensions", "encoding_format", "task_type"]);

/** One text has a call of its own, several go together; `task_type` is Gemini's and goes along if given. */
export function writeEmbed(
  { body }: CallToTranslate,
  model: string,
): { method: string; body: Record<string, unknown> } {
  checkFields(body, rules);
  const outputDimensionality = numberIn(body, "dimensions", { min: 1 });
  const requests = readInputs(body).map((text) =>
    present({
      model,
      content: { parts: [{ text }] },
      taskType: body.task_type ?? undefined,
      outputDimensionality,
    }),
  );
  const [only] = requests;
  return requests.length === 1 && only !== undefined
    ? { method: "embedContent", body: only }
    : { method: "batchEmbedContents", body: { requests } };
}

export function readEmbed({ body }: CallToTranslate, replica: Replica, bytes: Buffer): WholeAnswer | null {
  const answer = parseObject(bytes);
  if (answer === null) return null;
  const single = objectIn(answer, "embedding");
  const vectors: number[][] = [];
  for (const entry of single === undefined ? listIn(answer.embeddings) : [single]) {
    const vector = vectorOf(entry.values);
    if (vector === null) return null;
    vectors.push(vector);
  }
  if (vectors.length === 0) return null;
  const usage = readUsageMetadata(answer.usageMetadata);
  const encoding = readEncoding(body);
  const written = writeEmbeddings(vectors, { model: replica.model, encoding, usage });
  return usage === undefined ? { body: written } : { body: written, usage };
}
