import type { GatewayConfig } from "@plumbline/contracts/gateway-config";
import type { Db } from "@plumbline/db/client";
import { checkStoredConfig, secretName, secretUses } from "@plumbline/routing/check-stored-config";
import { type ConfigIssue, readConfig } from "@plumbline/routing/read-config";

interface DocumentCheck {
  /** null when there are issues. */
  config: GatewayConfig | null;
  format: "plumbline" | "litellm" | null;
  /** By line. */
  issues: ConfigIssue[];
  warnings: ConfigIssue[];
}

type SecretRows = readonly { name: string; origins: readonly string[] }[];

/**
 * Everything that keeps a document from being served. A secret goes only to addresses that whoever typed
 * it named: another base URL would otherwise hand it to a stranger.
 */
export async function checkDocument(
  db: Pick<Db, "gatewaySecret">,
  projectId: string,
  document: string,
): Promise<DocumentCheck> {
  const reading = readConfig(document);
  if (!reading.ok) return { config: null, format: null, issues: sorted(reading.issues), warnings: [] };
  const { config, format, warnings } = reading;
  const secrets = await db.gatewaySecret.findMany({
    where: { projectId },
    select: { name: true, origins: true },
  });
  const issues = sorted([...checkStoredConfig(document), ...checkSecrets(document, config, secrets)]);
  return { config: issues.length === 0 ? config : null, format, issues, warnings };
}

function checkSecrets(document: string, config: GatewayConfig, secrets: SecretRows): ConfigIssue[] {
  const known = new Map(secrets.map(({ name, origins }) => [name, origins]));
  const uses = secretUses(config).map(({ name, url }) => ({ name, origin: new URL(url).origin }));
  const distinct = new Map(uses.map((use) => [`${use.name} ${use.origin}`, use]));
  return [...distinct.values()].flatMap(({ name, origin }) => {
    const origins = known.get(name);
    if (origins?.includes(origin)) return [];
    const message =
      origins === undefined
        ? `There is no secret called "${name}". Keep it under Secrets first.`
        : `The secret "${name}" was not given for ${origin}. Enter it again under Secrets, with this address.`;
    return [{ ...lineOf(document, name, origin), path: "", message }];
  });
}

/** The line that names the secret; among several, the one nearest to the address. */
function lineOf(document: string, name: string, origin: string): { line: number; column: number } {
  const lines = document.split("\n");
  const host = origin.replace(/^https?:\/\//, "");
  const near = lines.findIndex((line) => line.includes(host));
  let best = { line: 1, column: 1 };
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    const match = /secret:([\w.-]+)/.exec(line);
    if (match === null || secretName(match[0]) !== name) continue;
    const away = near === -1 ? 0 : Math.abs(index - near);
    if (away >= distance) continue;
    distance = away;
    best = { line: index + 1, column: match.index + 1 };
  }
  return best;
}

function sorted(issues: ConfigIssue[]): ConfigIssue[] {
  return issues.toSorted((one, other) => one.line - other.line || one.column - other.column);
}
