"use client";

import { Menu as MenuIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, type ReactNode } from "react";
import { Deferred } from "../../components/deferred.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useKeys } from "../keys/keys.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { Logo } from "./logo.tsx";
import { projectPages } from "./project-pages.ts";
import { SearchButton } from "./search-button.tsx";
import { Sidebar, type SidebarProps } from "./sidebar.tsx";

const loadDrawer = () => import("./navigation-drawer.tsx");
const NavigationDrawer = lazy(async () => ({ default: (await loadDrawer()).NavigationDrawer }));

interface AppShellProps extends SidebarProps {
  children: ReactNode;
}

export function AppShell({ children, ...sidebar }: AppShellProps) {
  const router = useRouter();
  const { zone, homeZone, change } = usePreferences();
  const base = `/project/${encodeURIComponent(sidebar.project.id)}`;

  useKeys([
    {
      key: "u",
      group: "Everywhere",
      does: "Switch times between UTC and your zone",
      run: () => change({ zone: zone === "utc" ? homeZone : "utc" }),
    },
    ...projectPages.map(({ path, label, key }) => ({
      key: `g ${key}`,
      group: "Go to" as const,
      does: label,
      run: () => router.push(`${base}/${path}`),
    })),
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
        <Deferred
          popup="dialog"
          preload={loadDrawer}
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
          {(part) => <NavigationDrawer {...part} sidebar={sidebar} />}
        </Deferred>
        <Logo className="size-4.5" />
        <span className="min-w-0 flex-1 truncate font-medium">{sidebar.project.name}</span>
        <SearchButton compact />
      </header>
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas outline-none">
        {children}
      </main>
    </div>
  );
}
