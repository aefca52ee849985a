"use client";

import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { DownloadLinks, type ExportFormat } from "./download-links.tsx";
import { Button } from "./ui/button.tsx";
import { Popover } from "./ui/popover.tsx";

interface ExportPopoverProps {
  hrefOf: (format: ExportFormat) => string;
  /** How much it will be, and how things are written. */
  children: ReactNode;
}

/** Every row of a list as a file, not only the loaded ones. */
export function ExportPopover({ hrefOf, children }: ExportPopoverProps) {
  const [open, setOpen] = useState(false);
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
        <p>{children}</p>
        <div className="flex gap-2">
          <DownloadLinks hrefOf={hrefOf} onChosen={() => setOpen(false)} />
        </div>
      </div>
    </Popover>
  );
}
