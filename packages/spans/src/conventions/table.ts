import { Hash64 } from "../hash64.ts";
import { contentRows } from "./content-rows.ts";
import { identityRows } from "./identity-rows.ts";
import { modelRows } from "./model-rows.ts";
import type { ConventionRow, Target } from "./row.ts";
import { usageRows } from "./usage-rows.ts";

/** All keys we know. Among the rows of one target the first that carries a value wins. */
export const conventionTable: readonly ConventionRow[] = [
  ...identityRows,
  ...modelRows,
  ...usageRows,
  ...contentRows,
];

/** A row compiled for the hot path. */
export interface KeyRole {
  readonly row: ConventionRow;
  /** Index of the target. */
  readonly slot: number;
  /** Place among the rows of its target, from 1; the smallest wins. */
  readonly rank: number;
  /** For rows with a star: what stands in its place. For one request parameter: its name. */
  readonly entry: string;
  /** Stands for the row in `claimedKeys`. */
  readonly code: string;
  /** Place of the row in the table. */
  readonly index: number;
}

const slots = new Map<Target, number>();
const exactRoles = new Map<string, KeyRole>();
const patternRoles: { prefix: string; suffix: string; role: KeyRole }[] = [];
const ranks = new Map<Target, number>();
const rowsByCode = new Map<string, ConventionRow>();

export const codeLength = 4;

/** Four characters that follow from the key alone, so that stored codes outlive changes of the table. */
export function codeOf(key: string): string {
  return (new Hash64().add(key).value() % 36n ** 4n).toString(36).padStart(codeLength, "0");
}

for (const [index, row] of conventionTable.entries()) {
  const slot = slotOf(row.target);
  const rank = (ranks.get(row.target) ?? 0) + 1;
  ranks.set(row.target, rank);
  const code = codeOf(row.key);
  rowsByCode.set(code, row);
  const isParameter = row.target === "modelParameter" && !row.key.includes("*");
  const entry = isParameter ? row.key.slice(row.key.lastIndexOf(".") + 1) : "";
  const role: KeyRole = { row, slot, rank, entry, code, index };
  const [prefix = "", suffix] = row.key.split("*");
  if (suffix !== undefined) patternRoles.push({ prefix, suffix, role });
  // The names of events are no attribute keys.
  else if (row.unit !== "event") exactRoles.set(row.key, role);
}
// The longest pattern that fits is meant.
patternRoles.sort(
  (left, right) => right.prefix.length + right.suffix.length - left.prefix.length - left.suffix.length,
);

export function slotOf(target: Target): number {
  const known = slots.get(target);
  if (known !== undefined) return known;
  slots.set(target, slots.size);
  return slots.size - 1;
}

export function slotCount(): number {
  return slots.size;
}

/** Undefined for a code of another version's table. */
export function rowOfCode(code: string): ConventionRow | undefined {
  return rowsByCode.get(code);
}

const rememberedKeys = 8192;
const remembered = new Map<string, KeyRole | null>();

/** Null when no convention claims the key. */
export function roleOf(key: string): KeyRole | null {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const role = exactRoles.get(key) ?? findPattern(key);
  // Keys come from outside: beyond the cap they are looked up anew rather than remembered.
  if (remembered.size < rememberedKeys) remembered.set(key, role);
  return role;
}

function findPattern(key: string): KeyRole | null {
  for (const { prefix, suffix, role } of patternRoles) {
    const entryLength = key.length - prefix.length - suffix.length;
    if (entryLength > 0 && key.startsWith(prefix) && key.endsWith(suffix)) {
      const entry = key.slice(prefix.length, prefix.length + entryLength);
      // A list has an index; `gen_ai.prompt.template` is something else.
      if (role.row.unit === "list" && !startsWithDigit(entry)) continue;
      return { ...role, entry };
    }
  }
  return null;
}

function startsWithDigit(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
