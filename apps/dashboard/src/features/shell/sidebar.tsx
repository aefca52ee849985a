"use client";

import { ChevronsUpDown, CircleOff, Keyboard, ListTree, LogOut } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { classNames } from "../../components/class-names.ts";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../../components/ui/menu.tsx";
import { useKeysSheet } from "../keys/keys.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { Logo } from "./logo.tsx";
import { signOutNow } from "./sign-out.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

export interface SidebarProps {
  project: { id: string; name: string };
  projects: readonly { id: string; name: string; organization: string }[];
  user: { email: string; name: string | null };
}

const pages = [
  { path: "traces", label: "Traces", icon: ListTree },
  { path: "rejected", label: "Rejected events", icon: CircleOff },
] as const;

const rowStyle =
  "flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm outline-offset-0 hover:bg-hover";

export function Sidebar({ project, projects, user }: SidebarProps) {
  const pathname = usePathname();
  const openKeys = useKeysSheet();
  const base = `/project/${encodeURIComponent(project.id)}`;
  return (
    <div className="flex h-full flex-col gap-3 p-2">
      <ProjectSwitcher project={project} projects={projects} />
      <nav aria-label="Project">
        <ul className="space-y-px">
          {pages.map(({ path, label, icon: Icon }) => {
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
        <UserMenu user={user} />
      </div>
    </div>
  );
}

function ProjectSwitcher({ project, projects }: Pick<SidebarProps, "project" | "projects">) {
  const router = useRouter();
  return (
    <Menu
      className="w-54"
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
      <MenuChoice
        label="Projects"
        value={project.id}
        onChange={(id) => router.push(`/project/${encodeURIComponent(id)}/traces`)}
        options={projects.map(({ id, name, organization }) => ({
          value: id,
          label: (
            <>
              <span className="block truncate">{name}</span>
              <span className="block truncate text-2xs text-faint">{organization}</span>
            </>
          ),
        }))}
      />
    </Menu>
  );
}

function UserMenu({ user }: Pick<SidebarProps, "user">) {
  const { zone, change } = usePreferences();
  const shown = user.name || user.email;
  return (
    <Menu
      side="top"
      className="w-54"
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
      <p className="truncate px-2 pt-1 pb-0.5 text-xs text-soft">{user.email}</p>
      <MenuChoice
        label="Show times in"
        value={zone}
        onChange={(next) => change({ zone: next })}
        options={[
          { value: "local", label: "Local time" },
          { value: "utc", label: "UTC" },
        ]}
      />
      <MenuSeparator />
      <MenuItem onClick={() => void signOutNow()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
