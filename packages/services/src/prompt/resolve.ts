import { PlumblineError } from "@plumbline/contracts/errors";
import type { Db, Prisma } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import { findVersion, type PromptReference } from "./version-of.ts";

/** A version and the versions that its text names, by the id of the version that names them. */
export interface ResolutionGraph {
  root: PromptNode;
  dependencies: Record<string, PromptNode[]>;
}

interface PromptNode {
  id: string;
  name: string;
  version: number;
}

export interface ResolvedPrompt {
  content: Prisma.JsonValue;
  /** null: it names no other prompt. */
  graph: ResolutionGraph | null;
}

const maxDepth = 5;
/** Prompts that name prompts twice over would otherwise grow without an end. */
const maxLength = 5_000_000;
const tagPattern = /@@@langfusePrompt:(.*?)@@@/g;

/**
 * Puts the text of other prompts where this one names them. Throws `invalid_request` for a tag that
 * cannot be read, a chat prompt inside, a circle or more than five levels; `not_found` for a missing one.
 */
export async function resolvePrompt(
  db: Db | Transaction,
  projectId: string,
  root: PromptNode & { content: Prisma.JsonValue },
): Promise<ResolvedPrompt> {
  const graph: ResolutionGraph = {
    root: { id: root.id, name: root.name, version: root.version },
    dependencies: Object.create(null),
  };
  const expand = async (node: PromptNode, text: string, path: readonly string[]): Promise<string> => {
    if (path.length > maxDepth + 1)
      throw wrong(`Prompts may name each other over ${maxDepth} levels at most.`);
    let expanded = "";
    let end = 0;
    for (const match of text.matchAll(tagPattern)) {
      const row = await findDependency(db, projectId, readTag(match[1] ?? ""));
      if (path.includes(row.name)) throw wrong(`The prompt '${row.name}' names itself in a circle.`);
      remember(graph, node.id, row);
      const inner = await expand(row, row.text, [...path, row.name]);
      expanded += text.slice(end, match.index) + inner;
      end = match.index + match[0].length;
      if (expanded.length > maxLength) throw wrong("The resolved prompt is too long.");
    }
    return expanded + text.slice(end);
  };
  const content = await mapTexts(root.content, (text) => expand(graph.root, text, [root.name]));
  return { content, graph: Object.keys(graph.dependencies).length === 0 ? null : graph };
}

async function findDependency(
  db: Db | Transaction,
  projectId: string,
  reference: PromptReference,
): Promise<PromptNode & { text: string }> {
  const row = await findVersion(db, projectId, reference);
  if (row === null) {
    const { name, version, label } = reference;
    throw new PlumblineError("not_found", {
      message: `Prompt dependency not found: '${name}' with ${version === undefined ? `label '${label}'` : `version ${version}`}`,
    });
  }
  if (typeof row.content !== "string") throw wrong(`The prompt '${row.prompt.name}' is not a text prompt.`);
  return { id: row.id, name: row.prompt.name, version: row.version, text: row.content };
}

/** `name=<name>|version=<n>` or `name=<name>|label=<label>`. */
function readTag(tag: string): PromptReference {
  const [, name, kind, value = ""] = /^name=(.+?)\|(version|label)=(.+)$/s.exec(tag) ?? [];
  if (name === undefined) throw wrong("A prompt tag needs a name and a version or a label.");
  if (kind === "label") return { name, label: value };
  if (!/^\d{1,9}$/.test(value)) throw wrong(`The prompt tag of '${name}' has no valid version.`);
  return { name, version: Number(value) };
}

function remember(graph: ResolutionGraph, parentId: string, { id, name, version }: PromptNode): void {
  const known = (graph.dependencies[parentId] ??= []);
  if (!known.some((node) => node.id === id)) known.push({ id, name, version });
}

/** The text itself, or the content of every message of a chat. */
async function mapTexts(
  content: Prisma.JsonValue,
  change: (text: string) => Promise<string>,
): Promise<Prisma.JsonValue> {
  if (typeof content === "string") return change(content);
  if (!Array.isArray(content)) return content;
  const messages: Prisma.JsonValue[] = [];
  for (const message of content) {
    const isMessage = typeof message === "object" && message !== null && !Array.isArray(message);
    const text = isMessage ? message["content"] : undefined;
    messages.push(
      isMessage && typeof text === "string" ? { ...message, content: await change(text) } : message,
    );
  }
  return messages;
}

function wrong(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
