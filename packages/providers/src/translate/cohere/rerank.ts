import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { isObject } from "../../read-usage.ts";
import type { CallToTranslate } from "../../translator.ts";
import { checkFields, fieldRules } from "../openai/check-fields.ts";
import { type Json, listIn, numberIn, parseObject, present } from "../openai/read-values.ts";
import { toBytes } from "../openai/write-answer.ts";
import { refuse } from "../refuse.ts";

const rules = fieldRules("Cohere", [
  "query",
  "documents",
  "top_n",
  "return_documents",
  "max_tokens_per_doc",
  "truncate_prompt_tokens",
]);

/** A rerank call in the words of vLLM and Jina as a body for Cohere's /v2/rerank, which takes texts only. */
export function writeRerank({ body }: CallToTranslate, replica: Replica): Record<string, unknown> {
  checkFields(body, rules);
  if (typeof body.query !== "string") refuse("query", "is no text.");
  return present({
    model: replica.model,
    query: body.query,
    documents: readDocuments(body),
    top_n: numberIn(body, "top_n", { min: 1 }),
    max_tokens_per_doc:
      numberIn(body, "max_tokens_per_doc", { min: 1 }) ??
      numberIn(body, "truncate_prompt_tokens", { min: 1 }),
  });
}

function readDocuments({ documents }: Json): string[] {
  if (!Array.isArray(documents)) refuse("documents", "is no list.");
  return documents.map((document: unknown, index) => {
    const text = isObject(document) ? document.text : document;
    if (typeof text !== "string")
      refuse(`documents[${index}]`, "is neither a text nor an object with a text.");
    return text;
  });
}

/** Cohere no longer sends documents back; a client that asks for them gets its own. */
export function readRerank(
  { body, requestId }: CallToTranslate,
  replica: Replica,
  bytes: Buffer,
): { body: Buffer } | null {
  const answer = parseObject(bytes);
  if (answer === null || !Array.isArray(answer.results)) return null;
  const documents = body.return_documents === true ? readDocuments(body) : null;
  const results = listIn(answer.results).map((result) => {
    const { index, relevance_score: score } = result;
    const text = typeof index === "number" ? documents?.[index] : undefined;
    return { index, relevance_score: score, ...(text === undefined ? {} : { document: { text } }) };
  });
  const id = typeof answer.id === "string" ? answer.id : `rerank-${requestId}`;
  const meta = isObject(answer.meta) ? { meta: answer.meta } : {};
  return { body: toBytes({ id, model: replica.model, results, ...meta }) };
}
