import { isMap, isScalar, parseDocument } from "yaml";
import { readConfig } from "./read-config.ts";
import { resolvePools } from "./resolve-pools.ts";

export type DrainEdit =
  | { ok: true; document: string; changed: boolean }
  | { ok: false; reason: "not_found" | "litellm" | "invalid" };

/** The same text with one replica drained or not; comments and the order of lines stay. */
export function setDrain(text: string, wanted: { replicaId: string; drain: boolean }): DrainEdit {
  const reading = readConfig(text);
  if (!reading.ok) return { ok: false, reason: "invalid" };
  const projectId = wanted.replicaId.split("/", 1)[0] ?? "";
  for (const [poolIndex, pool] of resolvePools(projectId, reading.config).entries()) {
    const index = pool.replicas.findIndex(({ id }) => id === wanted.replicaId);
    const replica = pool.replicas[index];
    if (replica === undefined) continue;
    if (reading.format === "litellm") return { ok: false, reason: "litellm" };
    if (replica.drain === wanted.drain) return { ok: true, document: text, changed: false };
    const edited = writeDrain(text, poolIndex, index, wanted.drain);
    return edited === null ? { ok: false, reason: "invalid" } : { ok: true, document: edited, changed: true };
  }
  return { ok: false, reason: "not_found" };
}

function writeDrain(text: string, poolIndex: number, index: number, drain: boolean): string | null {
  const document = parseDocument(text);
  const node = document.getIn(["pools", poolIndex, "replicas", index], true);
  if (!isMap(node)) return null;
  const known = node.get("drain", true);
  // One word in place of another leaves the rest of the text as it was written.
  if (isScalar(known) && known.range) {
    return text.slice(0, known.range[0]) + String(drain) + text.slice(known.range[1]);
  }
  const first = node.items[0]?.key;
  if (node.flow !== true && isScalar(first) && first.range) {
    const start = first.range[0];
    const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
    return `${text.slice(0, start)}drain: ${String(drain)}\n${indent}${text.slice(start)}`;
  }
  node.set("drain", drain);
  return document.toString({ lineWidth: 0 });
}
