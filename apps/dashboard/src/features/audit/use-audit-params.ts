"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";

const params = {
  action: parseAsString.withDefault(""),
  actor: parseAsString.withDefault(""),
  entity: parseAsString.withDefault(""),
  /** Milliseconds since the epoch, half-open. */
  from: parseAsInteger,
  to: parseAsInteger,
};

/** What the address of the audit page holds. */
export function useAuditParams() {
  return useQueryStates(params, { history: "push" });
}

export type AuditParams = ReturnType<typeof useAuditParams>[0];

/** As procedures and the export take them. */
export function toAuditFilters({ action, actor, entity, from, to }: AuditParams) {
  return {
    ...(action === "" ? {} : { action }),
    ...(actor === "" ? {} : { actorId: actor }),
    ...(entity === "" ? {} : { entityId: entity }),
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to }),
  };
}
