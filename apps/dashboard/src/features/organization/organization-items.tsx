"use client";

import { useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { MenuItem, MenuSeparator } from "../../components/ui/menu.tsx";
import { useTRPC } from "../../trpc/client.ts";

/** For the menu of projects: the settings of every organisation that one belongs to, and a new one. */
export function OrganizationItems() {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: organizations = [] } = useQuery(trpc.organization.list.queryOptions());
  return (
    <>
      <MenuSeparator />
      {organizations.map(({ id, name }) => (
        <MenuItem
          key={id}
          aria-label={`Settings of ${name}`}
          onClick={() => router.push(`/organization/${encodeURIComponent(id)}/general`)}
        >
          <Building2 aria-hidden /> <span className="truncate">{name}</span>
        </MenuItem>
      ))}
      <MenuItem onClick={() => router.push("/account#organisations")}>
        <Plus aria-hidden /> New organisation
      </MenuItem>
    </>
  );
}
