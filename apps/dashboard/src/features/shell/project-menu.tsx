"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../../components/ui/menu.tsx";
import { OrganizationItems } from "../organization/organization-items.tsx";
import type { SidebarProps } from "./sidebar.tsx";

type ProjectMenuProps = DeferredProps & Pick<SidebarProps, "project" | "projects">;

export function ProjectMenu({ project, projects, ...menu }: ProjectMenuProps) {
  const router = useRouter();
  return (
    <Menu className="w-54" {...menu}>
      <MenuChoice
        label="Projects"
        value={project.id}
        onChange={(id) => router.push(`/project/${encodeURIComponent(id)}`)}
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
      <MenuSeparator />
      <MenuItem onClick={() => router.push("/new")}>
        <Plus aria-hidden /> New project
      </MenuItem>
      <OrganizationItems />
    </Menu>
  );
}
