import type { GatewayConfigVersion } from "@plumbline/db/client";
import type { ConfigIssue } from "@plumbline/routing/read-config";
import { z } from "zod";

export const documentInput = z.string().max(1_000_000);
export const noteInput = z.string().trim().max(500);
export const secretNameInput = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);

export type { ConfigIssue };

export interface ConfigVersionItem {
  version: number;
  note: string | null;
  /** null: the system. */
  createdByUserId: string | null;
  createdByName: string | null;
  createdAt: string;
}

export interface StoredConfig extends ConfigVersionItem {
  document: string;
}

export interface SecretItem {
  name: string;
  lastFour: string;
  /** Scheme, host and port to which it may be sent. */
  origins: string[];
  createdAt: string;
  replacedAt: string | null;
  changedByName: string | null;
  /** The newest document refers to it. */
  inUse: boolean;
}

export function toVersionItem(
  row: Omit<GatewayConfigVersion, "document">,
  names: ReadonlyMap<string, string>,
): ConfigVersionItem {
  return {
    version: row.version,
    note: row.note,
    createdByUserId: row.createdByUserId,
    createdByName: row.createdByUserId === null ? null : (names.get(row.createdByUserId) ?? null),
    createdAt: row.createdAt.toISOString(),
  };
}
