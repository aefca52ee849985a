"use client";

import { Download } from "lucide-react";
import { lazy } from "react";
import { Deferred } from "../../../components/deferred.tsx";
import { Button } from "../../../components/ui/button.tsx";

const loadMenu = () => import("./export-menu.tsx");
const ExportMenu = lazy(async () => ({ default: (await loadMenu()).ExportMenu }));

interface ExportButtonProps {
  projectId: string;
  count: { total: number; exact: boolean } | null;
}

export function ExportButton({ projectId, count }: ExportButtonProps) {
  return (
    <Deferred
      popup="dialog"
      preload={loadMenu}
      trigger={
        <Button size="icon" title="Export" aria-label="Export">
          <Download aria-hidden />
        </Button>
      }
    >
      {(part) => <ExportMenu {...part} projectId={projectId} count={count} />}
    </Deferred>
  );
}
