import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { type AuditItem, type AuditPlace, exportAudit } from "@plumbline/services/audit";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { serviceContext } from "../deps.ts";
import { getSessionUser } from "../session.ts";
import { failedResponse } from "./failed-response.ts";
import { fileResponse } from "./file-response.ts";

const parameters = z.object({
  format: z.enum(["csv", "jsonl"]),
  projectId: z.string().max(200).optional(),
  organizationId: z.string().max(200).optional(),
  actorId: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  entityId: z.string().max(200).optional(),
  fromMs: z.coerce.number().int().min(0).optional(),
  toMs: z.coerce.number().int().min(0).optional(),
});

const csvColumns = [
  "createdAt",
  "actorType",
  "actorId",
  "actorName",
  "action",
  "entity",
  "entityId",
  "projectId",
  "before",
  "after",
  "requestId",
  "id",
] as const;

/** The entries that the page shows, all pages of them, as they are read from the store. */
export async function handleAuditExport(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const parsed = parameters.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) throw new PlumblineError("invalid_request");
    const { format, fromMs, toMs, projectId, organizationId, ...filters } = parsed.data;
    const pages = exportAudit(serviceContext(user.id, requestId), {
      ...placeOf(projectId, organizationId),
      ...filters,
      from: fromMs === undefined ? undefined : new Date(fromMs),
      to: toMs === undefined ? undefined : new Date(toMs),
    });
    return await fileResponse(pages, { name: `audit-${projectId ?? organizationId}`, format, toCsv });
  } catch (error) {
    return failedResponse(error, requestId, "audit export failed");
  }
}

function placeOf(projectId: string | undefined, organizationId: string | undefined): AuditPlace {
  if (projectId !== undefined) return { projectId };
  if (organizationId !== undefined) return { organizationId };
  throw new PlumblineError("invalid_request", { message: "projectId or organizationId is needed." });
}

function toCsv(items: readonly AuditItem[], withHeader: boolean): string {
  const rows = items.map(({ actor, before, after, ...item }) => ({
    ...item,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name ?? "",
    before: before === null ? "" : JSON.stringify(before),
    after: after === null ? "" : JSON.stringify(after),
  }));
  // A spreadsheet must not run what somebody named their key.
  return stringify(rows, { header: withHeader, columns: [...csvColumns], escape_formulas: true });
}
