import { contentRows } from "./content-rows.ts";
import { identityRows } from "./identity-rows.ts";
import { modelRows } from "./model-rows.ts";
import type { ConventionRow, Target } from "./row.ts";
import { usageRows } from "./usage-rows.ts";

/** All keys we know. Among the rows of one target the first that carries a value wins. */
const conventionTable: readonly ConventionRow[] = [
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
  /** For rows with a star: what stands in its place. */
  readonly entry: string;
}

const slots = new Map<Target, number>();
const exactRoles = new Map<string, KeyRole>();
const patternRoles: { prefix: string; suffix: string; role: KeyRole }[] = [];
const ranks = new Map<Target, number>();

for (const row of conventionTable) {
  const slot = slotOf(row.target);
  const rank = (ranks.get(row.target) ?? 0) + 1;
  ranks.set(row.target, rank);
  const role: KeyRole = { row, slot, rank, entry: "" };
  const [prefix = "", suffix] = row.key.split("*");
  if (suffix === undefined) exactRoles.set(row.key, role);
  else patternRoles.push({ prefix, suffix, role });
}

export function slotOf(target: Target): number {
  const known = slots.get(target);
  if (known !== undefined) return known;
  slots.set(target, slots.size);
  return slots.size - 1;
}

export function slotCount(): number {
  return slots.size;
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
      return { ...role, entry: key.slice(prefix.length, prefix.length + entryLength) };
    }
  }
  return null;
}
