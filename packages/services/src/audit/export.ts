import type { ServiceContext } from "../context.ts";
import type { AuditFilters, AuditPlace } from "./filters.ts";
import { type AuditItem, listAudit } from "./list.ts";

/** Every entry that matches, newest first, a page at a time; the right to read is checked at each page. */
export async function* exportAudit(
  ctx: ServiceContext,
  input: AuditPlace & AuditFilters,
): AsyncGenerator<AuditItem[]> {
  let cursor: string | undefined;
  for (;;) {
    const page = await listAudit(ctx, { ...input, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    yield page.rows;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
