"use client";

import { Dialog } from "../../../components/ui/dialog.tsx";
import { FacetList } from "./facet-list.tsx";

export function FacetSheet({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  return (
    <Dialog title="Filters" shape="sheet" open onOpenChange={(open) => !open && onClose()}>
      <FacetList projectId={projectId} />
    </Dialog>
  );
}
