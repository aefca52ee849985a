import { type GatewayConfig, gatewayConfig } from "@plumbline/contracts/gateway-config";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { checkConfig } from "./check-config.ts";
import { fromLitellm, isLitellm } from "./from-litellm.ts";

/** Something wrong, or left out, and where it stands. Lines and columns count from 1. */
export interface ConfigIssue {
  line: number;
  column: number;
  /** As in `pools[0].replicas[1].url`; "" for the whole. */
  path: string;
  message: string;
}

export type ConfigReading =
  | { ok: true; format: "plumbline" | "litellm"; config: GatewayConfig; warnings: ConfigIssue[] }
  | { ok: false; issues: ConfigIssue[] };

export type ConfigPath = readonly (string | number)[];

/**
 * Reads our format or a LiteLLM file, YAML or JSON. Secrets stay as they are written: references are
 * resolved by whoever holds them. Aliases are limited, so that a small text cannot become a large document.
 */
export function readConfig(text: string): ConfigReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      ok: false,
      issues: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { line, column: col, path: "", message: error.message };
      }),
    };
  }
  const at = (path: ConfigPath, message: string): ConfigIssue => ({
    ...positionOf(document, path, lines),
    path: pathText(path),
    message,
  });
  const value = toValue(document);
  if (!value.ok) return { ok: false, issues: [at([], value.message)] };
  if (isLitellm(value.value)) {
    const { config, issues, warnings } = fromLitellm(value.value);
    const found = [...issues, ...(config === null ? [] : checkConfig(config, "litellm"))];
    if (config === null || found.length > 0) {
      return { ok: false, issues: found.map(({ path, message }) => at(path, message)) };
    }
    return {
      ok: true,
      format: "litellm",
      config,
      warnings: warnings.map(({ path, message }) => at(path, message)),
    };
  }
  const parsed = gatewayConfig.safeParse(value.value ?? {});
  if (!parsed.success) {
    return { ok: false, issues: parsed.error.issues.flatMap((issue) => describe(issue, at)) };
  }
  const issues = checkConfig(parsed.data, "plumbline").map(({ path, message }) => at(path, message));
  return issues.length > 0
    ? { ok: false, issues }
    : { ok: true, format: "plumbline", config: parsed.data, warnings: [] };
}

function toValue(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function describe(
  issue: z.core.$ZodIssue,
  at: (path: ConfigPath, message: string) => ConfigIssue,
): ConfigIssue[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code !== "unrecognized_keys") return [at(path, issue.message)];
  return issue.keys.map((key) => at([...path, key], `There is no setting "${key}" here.`));
}

/** Of the value, else of the nearest thing around it that stands in the text. */
export function positionOf(
  document: Document,
  path: ConfigPath,
  lines: LineCounter,
): { line: number; column: number } {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}

export function pathText(path: ConfigPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}
