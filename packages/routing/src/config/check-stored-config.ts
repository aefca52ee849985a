import type { GatewayConfig } from "@plumbline/contracts/gateway-config";
import { LineCounter, parseDocument } from "yaml";
import { type ConfigIssue, type ConfigPath, pathText, positionOf } from "./read-config.ts";

const reference = /^secret:([A-Za-z0-9][\w.-]{0,63})$/;
const environment = /^(?:env:|os\.environ\/)/;
const keyFields = new Set(["api_key", "master_key", "key"]);
const headerFields = new Set(["headers", "extra_headers"]);
/** Headers that carry credentials; others may be written as they are. */
const secretHeader = /auth|key|token|secret|cookie|password/i;

/** The name in `secret:NAME`; null for any other text. */
export function secretName(text: string): string | null {
  return reference.exec(text)?.[1] ?? null;
}

/** Which secrets a document sends to which address of a replica. */
export function secretUses(config: GatewayConfig): { name: string; url: string }[] {
  const uses = new Map<string, { name: string; url: string }>();
  for (const replica of config.pools.flatMap((pool) => pool.replicas)) {
    const { url } = replica;
    for (const text of [replica.api_key, ...Object.values(replica.headers)]) {
      const name = text === undefined ? null : secretName(text);
      if (name !== null) uses.set(`${name} ${url}`, { name, url });
    }
  }
  return [...uses.values()];
}

/**
 * What a document of the dashboard may not say though a file may: secrets stand apart from it, variables
 * of the server are the operator's, and its keys are made as API keys.
 */
export function checkStoredConfig(text: string): ConfigIssue[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const issues: ConfigIssue[] = [];
  const complain = (path: ConfigPath, message: string): void => {
    issues.push({ ...positionOf(document, path, lines), path: pathText(path), message });
  };
  const walk = (value: unknown, path: ConfigPath): void => {
    if (typeof value === "string") judge(value, path, complain);
    else if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) walk(each, [...path, index]);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (path.length === 0 && key === "keys" && Array.isArray(each) && each.length > 0) {
          complain([key], "Keys of the gateway are API keys: make them in the settings of the project.");
        } else walk(each, [...path, key]);
      }
    }
  };
  walk(document.toJS({ maxAliasCount: 100 }), []);
  return issues;
}

function judge(value: string, path: ConfigPath, complain: (path: ConfigPath, message: string) => void): void {
  const field = path.at(-1);
  if (environment.test(value)) {
    complain(path, "Variables of the server are for its own file. Keep a secret here and write secret:NAME.");
  } else if (field === "master_key") {
    complain(path, "Keys of the gateway are API keys: make them in the settings of the project.");
  } else if (isSecret(path) && secretName(value) === null) {
    complain(path, "A secret is not written here. Keep it under Secrets and write secret:NAME.");
  } else if (value.startsWith("sealed:")) complain(path, "Write secret:NAME.");
}

function isSecret(path: ConfigPath): boolean {
  const field = path.at(-1);
  if (typeof field !== "string") return false;
  const parent = path.at(-2);
  if (typeof parent === "string" && headerFields.has(parent)) return secretHeader.test(field);
  return keyFields.has(field);
}
