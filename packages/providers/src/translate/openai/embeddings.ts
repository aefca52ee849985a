import type { TokenUsage } from "@plumbline/contracts/gateway-call";
import { refuse } from "../refuse.ts";
import { isAbsent, type Json } from "./read-values.ts";
import { toBytes } from "./write-answer.ts";

/** The texts to embed. Lists of tokens belong to OpenAI's own tokenizer and mean nothing elsewhere. */
export function readInputs(body: Json): string[] {
  const { input } = body;
  const list = typeof input === "string" ? [input] : input;
  if (!Array.isArray(list) || list.length === 0 || !list.every((text) => typeof text === "string")) {
    refuse("input", "is neither a text nor a list of texts.");
  }
  return list;
}

/** How the client wants its vectors: OpenAI's own clients ask for base64. */
export function readEncoding(body: Json): "float" | "base64" {
  const encoding = body.encoding_format;
  if (isAbsent(encoding) || encoding === "float") return "float";
  if (encoding === "base64") return "base64";
  refuse("encoding_format", "is neither float nor base64.");
}

export function writeEmbeddings(
  vectors: readonly (readonly number[])[],
  answer: { model: string; encoding: "float" | "base64"; usage: TokenUsage | undefined },
): Buffer {
  const data = vectors.map((vector, index) => ({
    object: "embedding",
    index,
    embedding: answer.encoding === "base64" ? toBase64(vector) : vector,
  }));
  const tokens = answer.usage?.input;
  const usage = tokens === undefined ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } };
  return toBytes({ object: "list", data, model: answer.model, ...usage });
}

/** 32-bit floats, little-endian. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}

/** A list of numbers, or null. */
export function vectorOf(value: unknown): number[] | null {
  return Array.isArray(value) && value.every((entry) => typeof entry === "number") ? value : null;
}
