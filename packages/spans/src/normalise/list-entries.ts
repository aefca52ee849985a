import type { KeyRole } from "../conventions/table.ts";
import { type AttributeValue, attributeJson, attributeText, JsonText } from "../otlp/raw-span.ts";
import { isRecord, tryParseJson } from "../parsed-json.ts";

/** Attributes that are one list together: `<prefix>.<index>.<path>`, in the order in which they came. */
export interface ListEntries {
  role: KeyRole;
  keys: string[];
  paths: string[];
  values: AttributeValue[];
}

type Node = Map<string, Node | AttributeValue>;

/** Names that OpenInference puts between an index and the fields of its item. */
const wrappers: ReadonlySet<string> = new Set([
  "message",
  "message_content",
  "tool_call",
  "document",
  "embedding",
  "tool",
  "prompt",
  "completion",
]);
const maxDepth = 12;

/** JSON text of the list. Indexes only order it: a hostile 4294967295 allocates nothing. */
export function listJson({ paths, values }: ListEntries): JsonText {
  const root: Node = new Map();
  for (let index = 0; index < paths.length; index++) {
    put(root, segmentsOf(paths[index] ?? ""), values[index] ?? null);
  }
  return new JsonText(nodeJson(root));
}

const rememberedPaths = 8192;
const remembered = new Map<string, readonly string[]>();

/** The same few paths come with every span; beyond the cap they are taken apart anew. */
function segmentsOf(path: string): readonly string[] {
  const known = remembered.get(path);
  if (known !== undefined) return known;
  const segments = takeApart(path);
  if (remembered.size < rememberedPaths && path.length < 200) remembered.set(path, segments);
  return segments;
}

function takeApart(path: string): string[] {
  const segments: string[] = [];
  let afterIndex = false;
  for (const part of path.split(".", maxDepth * 2)) {
    const isRepeated = (part === "content" || part === "image") && segments.at(-1) === part;
    const isWrapper = isRepeated || (afterIndex && wrappers.has(part));
    afterIndex = isIndex(part);
    if (isWrapper && !afterIndex) continue;
    if (segments.length < maxDepth) segments.push(part === "contents" ? "content" : part);
  }
  return segments;
}

const maxIndexDigits = 10;

function isIndex(text: string): boolean {
  if (text.length === 0 || text.length > maxIndexDigits) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

function put(root: Node, segments: readonly string[], value: AttributeValue): void {
  let node = root;
  for (let index = 0; index < segments.length - 1; index++) {
    const segment = segments[index] ?? "";
    const held = node.get(segment);
    if (held instanceof Map) node = held;
    else {
      const child: Node = new Map();
      // A value that stood here already moves below its own name.
      if (held !== undefined) child.set("", held);
      node.set(segment, child);
      node = child;
    }
  }
  const last = segments.at(-1) ?? "";
  const held = node.get(last);
  if (held instanceof Map) held.set("", value);
  else node.set(last, value);
}

function nodeJson(node: Node): string {
  const keys = [...node.keys()];
  if (keys.every(isIndex)) {
    const sorted = keys.sort((left, right) => Number(left) - Number(right));
    return `[${sorted.map((key) => valueJson(key, node.get(key))).join(",")}]`;
  }
  const only = keys.length === 1 ? keys[0] : undefined;
  // A tool's definition is one JSON text under one name.
  if (only === "json_schema") return valueJson(only, node.get(only));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${valueJson(key, node.get(key))}`).join(",")}}`;
}

/** Texts of these names are JSON of their own. */
const jsonNames: ReadonlySet<string> = new Set(["json_schema", "parameters"]);

function valueJson(key: string, value: Node | AttributeValue | undefined): string {
  if (value instanceof Map) return nodeJson(value);
  const plain = value ?? null;
  if (typeof plain === "string" && jsonNames.has(key) && isObjectText(plain)) return plain;
  return attributeJson(plain);
}

const rememberedObjects = 512;
const objectTexts = new Map<string, boolean>();

/** Definitions of tools come with every call, and parsing them each time would cost more than all the rest. */
function isObjectText(text: string): boolean {
  const known = objectTexts.get(text);
  if (known !== undefined) return known;
  const isObject = isRecord(tryParseJson(text));
  if (objectTexts.size < rememberedObjects && text.length < 16_384) objectTexts.set(text, isObject);
  return isObject;
}

let lastTools = "";
let lastParsed = "";

/**
 * JSON texts inside a JSON list become items of it: AI SDK writes its tools like that. An application sends
 * the same tools again and again, so the last answer is remembered.
 */
export function parsedItems(value: AttributeValue): string {
  const text = attributeText(value);
  if (text === lastTools) return lastParsed;
  const parsed = text.startsWith("[") ? tryParseJson(text) : undefined;
  lastParsed =
    Array.isArray(parsed) && parsed.some((item) => typeof item === "string")
      ? JSON.stringify(parsed.map((item) => (typeof item === "string" ? (tryParseJson(item) ?? item) : item)))
      : text;
  lastTools = text;
  return lastParsed;
}
