import { secretUses } from "@plumbline/routing/check-stored-config";
import { readConfig } from "@plumbline/routing/read-config";

/** Names of the secrets that a document refers to. */
export function usedSecrets(document: string | undefined): Set<string> {
  const reading = document === undefined ? null : readConfig(document);
  if (reading === null || !reading.ok) return new Set();
  return new Set(secretUses(reading.config).map(({ name }) => name));
}
