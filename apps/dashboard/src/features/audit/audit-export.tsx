"use client";

import { Download } from "lucide-react";
import { buttonStyle } from "../../components/ui/button.tsx";
import type { AuditPlace } from "./audit-place.ts";
import { toAuditFilters, useAuditParams } from "./use-audit-params.ts";

/** Every entry that matches, not only the loaded ones; times in UTC. */
export function AuditExport({ place }: { place: AuditPlace }) {
  const [params] = useAuditParams();
  const address = (format: "csv" | "jsonl") => {
    const search = new URLSearchParams({ format, ...place });
    for (const [name, value] of Object.entries(toAuditFilters(params))) search.set(name, String(value));
    return `/api/audit/export?${search}`;
  };
  return (
    <div className="flex gap-2">
      {(["csv", "jsonl"] as const).map((format) => (
        <a key={format} href={address(format)} download className={buttonStyle({ size: "medium" })}>
          <Download aria-hidden />
          {format === "csv" ? "CSV" : "JSONL"}
        </a>
      ))}
    </div>
  );
}
