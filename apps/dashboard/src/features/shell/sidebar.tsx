"use client";

import { ChevronsUpDown, Keyboard } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { lazy } from "react";
import { classNames } from "../../components/class-names.ts";
import { Deferred } from "../../components/deferred.tsx";
import { useKeysSheet } from "../keys/keys.tsx";
import { OpenReviews } from "../reviews/open-reviews.tsx";
import { Logo } from "./logo.tsx";
import { projectPages } from "./project-pages.ts";
import { SearchButton } from "./search-button.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

const loadProjectMenu = () => import("./project-menu.tsx");
const ProjectMenu = lazy(async () => ({ default: (await loadProjectMenu()).ProjectMenu }));
const loadUserMenu = () => import("./user-menu.tsx");
const UserMenu = lazy(async () => ({ default: (await loadUserMenu()).UserMenu }));

export interface SidebarProps {
  project: { id: string; name: string };
  projects: readonly { id: string; name: string; organization: string }[];
  user: { email: string; name: string | null };
}

const rowStyle =
  "flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm outline-offset-0 hover:bg-hover";

export function Sidebar({ project, projects, user }: SidebarProps) {
  const pathname = usePathname();
  const openKeys = useKeysSheet();
  const base = `/project/${encodeURIComponent(project.id)}`;
  return (
    <div className="flex h-full flex-col gap-3 p-2">
      <div className="space-y-2">
        <ProjectSwitcher project={project} projects={projects} />
        <SearchButton />
      </div>
      <nav aria-label="Project">
        <ul className="space-y-px">
          {projectPages.map(({ path, label, icon: Icon }) => {
            const active = pathname.startsWith(`${base}/${path}`);
            return (
              <li key={path}>
                <Link
                  href={`${base}/${path}`}
                  aria-current={active ? "page" : undefined}
                  className={classNames(
                    rowStyle,
                    active ? "bg-hover font-medium text-text" : "text-soft hover:text-text",
                  )}
                >
                  <Icon aria-hidden className={classNames("size-4", active ? "text-accent" : "text-faint")} />
                  {label}
                  {path === "reviews" && <OpenReviews projectId={project.id} />}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className="mt-auto space-y-1.5">
        <button
          type="button"
          onClick={openKeys}
          className={classNames(rowStyle, "text-soft hover:text-text")}
        >
          <Keyboard aria-hidden className="size-4 text-faint" />
          Keyboard
          <kbd className="ml-auto rounded border bg-canvas px-1.5 font-sans text-2xs text-faint">?</kbd>
        </button>
        <ThemeSwitch />
        <Account user={user} />
      </div>
    </div>
  );
}

function ProjectSwitcher({ project, projects }: Pick<SidebarProps, "project" | "projects">) {
  return (
    <Deferred
      popup="menu"
      preload={loadProjectMenu}
      trigger={
        <button
          type="button"
          aria-label={`Project ${project.name}`}
          className={classNames(rowStyle, "data-popup-open:bg-hover")}
        >
          <Logo className="size-4.5 shrink-0" />
          <span className="min-w-0 flex-1 truncate font-semibold">{project.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />
        </button>
      }
    >
      {(part) => <ProjectMenu {...part} project={project} projects={projects} />}
    </Deferred>
  );
}

function Account({ user }: Pick<SidebarProps, "user">) {
  const shown = user.name || user.email;
  return (
    <Deferred
      popup="menu"
      preload={loadUserMenu}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${shown}`}
          className={classNames(rowStyle, "data-popup-open:bg-hover")}
        >
          <span
            aria-hidden
            className="grid size-5 shrink-0 place-items-center rounded-full bg-accent-solid text-2xs font-semibold text-on-accent"
          >
            {shown.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate">{shown}</span>
        </button>
      }
    >
      {(part) => <UserMenu {...part} email={user.email} />}
    </Deferred>
  );
}
