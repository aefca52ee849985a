"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { formatCount } from "../../format/number.ts";
import { rejectedExportAddress, useRejectedParams } from "./use-rejected-params.ts";

/** Every event that the filters pass, not only the loaded ones; whole, times in UTC. */
export function RejectedExport({ projectId, totalItems }: { projectId: string; totalItems: number }) {
  const [open, setOpen] = useState(false);
  const [params] = useRejectedParams();
  return (
    <Popover
      title="Export"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button aria-label="Export">
          <Download aria-hidden />
          <span className="max-sm:hidden">Export</span>
        </Button>
      }
    >
      <div className="w-72 space-y-3 p-3">
        <p>
          <span className="font-medium">{formatCount(totalItems, "event")}</span> of the list, each with all
          that is kept of it. Times are UTC, bytes are base64.
        </p>
        <div className="flex gap-2">
          {(["csv", "jsonl"] as const).map((format) => (
            <a
              key={format}
              href={rejectedExportAddress(projectId, params, format)}
              download
              onClick={() => setOpen(false)}
              className={buttonStyle({ size: "medium" })}
            >
              <Download aria-hidden />
              {format === "csv" ? "CSV" : "NDJSON"}
            </a>
          ))}
        </div>
      </div>
    </Popover>
  );
}
