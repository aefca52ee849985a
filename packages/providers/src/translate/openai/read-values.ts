import { isObject } from "../../read-usage.ts";
import { refuse } from "../refuse.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Absent and null are the same to OpenAI. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function numberIn(
  body: Json,
  field: string,
  limits: { min?: number; max?: number } = {},
): number | undefined {
  const value = body[field];
  if (isAbsent(value)) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) refuse(field, "is no number.");
  const { min, max } = limits;
  if (min !== undefined && value < min) refuse(field, `is below ${min}, the least that this upstream takes.`);
  if (max !== undefined && value > max) refuse(field, `is above ${max}, the most that this upstream takes.`);
  return value;
}

export function textIn(body: Json, field: string): string | undefined {
  const value = body[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `max_completion_tokens` or its older name; the lower one where both are given. */
export function maxTokensIn(body: Json): number | undefined {
  const newer = numberIn(body, "max_completion_tokens", { min: 1 });
  const older = numberIn(body, "max_tokens", { min: 1 });
  return newer !== undefined && older !== undefined ? Math.min(newer, older) : (newer ?? older);
}

export function stopsIn(body: Json): string[] | undefined {
  const { stop } = body;
  if (isAbsent(stop)) return undefined;
  const list = typeof stop === "string" ? [stop] : stop;
  if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string")) {
    refuse("stop", "is neither a text nor a list of texts.");
  }
  const texts = list.filter((entry) => entry !== "");
  return texts.length === 0 ? undefined : texts;
}

/** Of what an upstream sent, which may be anything. */
export function asText(value: unknown, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

export function objectIn(value: Json, field: string): Record<string, unknown> | undefined {
  const inner = value[field];
  return isObject(inner) ? inner : undefined;
}

/** Members without a value are left out of what goes to an upstream. */
export function present(members: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept;
}

export function parseObject(bytes: Buffer | string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(typeof bytes === "string" ? bytes : bytes.toString("utf8"));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function listIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
