"use client";

import { Download } from "lucide-react";
import { Button } from "../../../components/ui/button.tsx";
import { serializeColumns } from "../columns/columns.ts";
import { useColumns } from "../columns/use-columns.ts";
import { exportAddress } from "./export-address.ts";

/** The ticked traces as a file, in the columns of the screen. */
export function ExportTraces({ projectId, traceIds }: { projectId: string; traceIds: readonly string[] }) {
  const { shown } = useColumns();
  return (
    <form method="post" action={exportAddress(projectId)} className="flex gap-1.5">
      <input type="hidden" name="ids" value={traceIds.join("\n")} />
      <input type="hidden" name="columns" value={serializeColumns(shown)} />
      {(["csv", "jsonl"] as const).map((format) => (
        <Button key={format} type="submit" name="format" value={format}>
          <Download aria-hidden />
          {format === "csv" ? "CSV" : "JSONL"}
        </Button>
      ))}
    </form>
  );
}
