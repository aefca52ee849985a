"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { buttonStyle } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { useKeys } from "../keys/keys.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { Logo } from "./logo.tsx";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

interface AppShellProps extends Omit<SidebarProps, "onNavigate"> {
  children: ReactNode;
}

export function AppShell({ children, ...sidebar }: AppShellProps) {
  const router = useRouter();
  const pathname = usePathname();
  const { zone, change } = usePreferences();
  // The drawer belongs to the page that it was opened on: going elsewhere closes it.
  const [drawerOn, setDrawerOn] = useState<string | null>(null);
  const base = `/project/${encodeURIComponent(sidebar.project.id)}`;

  useKeys([
    {
      key: "u",
      group: "Everywhere",
      does: "Switch times between local and UTC",
      run: () => change({ zone: zone === "utc" ? "local" : "utc" }),
    },
    { key: "T", group: "Everywhere", does: "Go to traces", run: () => router.push(`${base}/traces`) },
    {
      key: "R",
      group: "Everywhere",
      does: "Go to rejected events",
      run: () => router.push(`${base}/rejected`),
    },
  ]);

  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 shadow-popup focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside aria-label="Sidebar" className="hidden w-54 shrink-0 border-r bg-chrome md:block">
        <Sidebar {...sidebar} />
      </aside>
      <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-chrome px-2 md:hidden">
        <Dialog
          title="Navigation"
          shape="drawer"
          open={drawerOn === pathname}
          onOpenChange={(open) => setDrawerOn(open ? pathname : null)}
          trigger={
            <button
              type="button"
              aria-label="Open navigation"
              className={buttonStyle({ look: "quiet", size: "icon" })}
            >
              <MenuIcon />
            </button>
          }
        >
          <Sidebar {...sidebar} />
        </Dialog>
        <Logo className="size-4.5" />
        <span className="truncate font-medium">{sidebar.project.name}</span>
      </header>
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas outline-none">
        {children}
      </main>
    </div>
  );
}
