import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { readConfig } from "./read-config.ts";
import { resolvePools } from "./resolve-pools.ts";

export type DrainEdit =
  | { ok: true; document: string; changed: boolean }
  | { ok: false; reason: "not_found" | "invalid" };

/** The same text with one replica drained or not; comments and the order of lines stay. */
export function setDrain(text: string, wanted: { replicaId: string; drain: boolean }): DrainEdit {
  const reading = readConfig(text);
  if (!reading.ok) return { ok: false, reason: "invalid" };
  const projectId = wanted.replicaId.split("/", 1)[0] ?? "";
  for (const [poolIndex, pool] of resolvePools(projectId, reading.config).entries()) {
    const index = pool.replicas.findIndex(({ id }) => id === wanted.replicaId);
    const replica = pool.replicas[index];
    if (replica === undefined) continue;
    if (replica.drain === wanted.drain) return { ok: true, document: text, changed: false };
    const edited =
      reading.format === "litellm"
        ? writeLitellmDrain(text, pool.name, index, wanted.drain)
        : writeDrain(text, ["pools", poolIndex, "replicas", index], wanted.drain);
    return edited === null ? { ok: false, reason: "invalid" } : { ok: true, document: edited, changed: true };
  }
  return { ok: false, reason: "not_found" };
}

/** A replica there is the entry of its turn among those of its name; `model_info` takes what LiteLLM ignores. */
function writeLitellmDrain(text: string, name: string, index: number, drain: boolean): string | null {
  const list = parseDocument(text).get("model_list", true);
  if (!isSeq(list)) return null;
  const entries = list.items.flatMap((item, at) =>
    isMap(item) && item.get("model_name") === name ? [at] : [],
  );
  const path = ["model_list", entries[index] ?? -1];
  const info = parseDocument(text).getIn([...path, "model_info"], true);
  return isMap(info)
    ? writeDrain(text, [...path, "model_info"], drain)
    : insertFirst(text, path, "model_info", { drain });
}

function writeDrain(text: string, path: readonly (string | number)[], drain: boolean): string | null {
  const node = parseDocument(text).getIn(path, true);
  if (!isMap(node)) return null;
  const known = node.get("drain", true);
  // One word in place of another leaves the rest of the text as it was written.
  if (isScalar(known) && known.range) {
    return text.slice(0, known.range[0]) + String(drain) + text.slice(known.range[1]);
  }
  return insertFirst(text, path, "drain", drain);
}

/** A line of its own before the first one of a map, so that the rest of the text stays as it was written. */
function insertFirst(
  text: string,
  path: readonly (string | number)[],
  key: string,
  value: boolean | { drain: boolean },
): string | null {
  const document = parseDocument(text);
  const node = document.getIn(path, true);
  if (!isMap(node)) return null;
  const first = node.items[0]?.key;
  if (node.flow !== true && isScalar(first) && first.range) {
    const start = first.range[0];
    const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
    const written = typeof value === "boolean" ? String(value) : `{ drain: ${String(value.drain)} }`;
    return `${text.slice(0, start)}${key}: ${written}\n${indent}${text.slice(start)}`;
  }
  node.set(key, document.createNode(value));
  return document.toString({ lineWidth: 0 });
}
