"use client";

import { usePathname } from "next/navigation";
import { useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

/** Belongs to the page that it was opened on: going elsewhere closes it. */
export function NavigationDrawer({ trigger, sidebar }: DeferredProps & { sidebar: SidebarProps }) {
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(pathname);
  return (
    <Dialog
      title="Navigation"
      shape="drawer"
      trigger={trigger}
      open={openOn === pathname}
      onOpenChange={(open) => setOpenOn(open ? pathname : null)}
    >
      <Sidebar {...sidebar} />
    </Dialog>
  );
}
