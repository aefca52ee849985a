"use client";

import { DownloadLinks, type ExportFormat } from "../../components/download-links.tsx";
import type { AuditPlace } from "./audit-place.ts";
import { toAuditFilters, useAuditParams } from "./use-audit-params.ts";

/** Every entry that matches, not only the loaded ones; times in UTC. */
export function AuditExport({ place }: { place: AuditPlace }) {
  const [params] = useAuditParams();
  const address = (format: ExportFormat) => {
    const search = new URLSearchParams({ format, ...place });
    for (const [name, value] of Object.entries(toAuditFilters(params))) search.set(name, String(value));
    return `/api/audit/export?${search}`;
  };
  return (
    <div className="flex gap-2">
      <DownloadLinks hrefOf={address} />
    </div>
  );
}
