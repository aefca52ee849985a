"use client";

import { useState } from "react";
import type { DeferredProps } from "../../../components/deferred.tsx";
import { DownloadLinks } from "../../../components/download-links.tsx";
import { Button } from "../../../components/ui/button.tsx";
import { Popover } from "../../../components/ui/popover.tsx";
import { formatCount } from "../../../format/number.ts";
import { serializeColumns } from "../columns/columns.ts";
import { useColumns } from "../columns/use-columns.ts";
import { serializeSort } from "../sort.ts";
import { serializeTimeRange } from "../time-range.ts";
import { useTracesParams } from "../use-traces-params.ts";
import { exportAddress } from "./export-address.ts";

interface ExportMenuProps extends DeferredProps {
  projectId: string;
  count: { total: number; exact: boolean } | null;
}

/** Says first how much it will be: the same rows, columns and order as on the screen. */
export function ExportMenu({ trigger, projectId, count }: ExportMenuProps) {
  const [open, setOpen] = useState(true);
  const [{ range, q, sort }] = useTracesParams();
  const { shown } = useColumns();
  const address = (format: string) =>
    exportAddress(projectId, {
      format,
      range: serializeTimeRange(range),
      q,
      sort: serializeSort(sort),
      columns: serializeColumns(shown),
    });
  const rows =
    count === null ? "All rows" : `${count.exact ? "" : "About "}${formatCount(count.total, "row")}`;
  return (
    <Popover title="Export" align="end" open={open} onOpenChange={setOpen} trigger={trigger}>
      <div className="w-72 space-y-3 p-3">
        <p>
          <span className="font-medium">{rows}</span> of the list, in the columns and the order of the screen.
          Times are UTC, costs are exact.
        </p>
        <div className="flex gap-2">
          <DownloadLinks hrefOf={address} onChosen={() => setOpen(false)} />
          <Button look="quiet" size="medium" className="ml-auto" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        </div>
      </div>
    </Popover>
  );
}
