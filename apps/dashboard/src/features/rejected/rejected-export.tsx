"use client";

import { ExportPopover } from "../../components/export-popover.tsx";
import { formatCount } from "../../format/number.ts";
import { rejectedExportAddress, useRejectedParams } from "./use-rejected-params.ts";

/** Every event that the filters pass, whole. */
export function RejectedExport({ projectId, totalItems }: { projectId: string; totalItems: number }) {
  const [params] = useRejectedParams();
  return (
    <ExportPopover hrefOf={(format) => rejectedExportAddress(projectId, params, format)}>
      <span className="font-medium">{formatCount(totalItems, "event")}</span> of the list, each with all that
      is kept of it. Times are UTC, bytes are base64.
    </ExportPopover>
  );
}
