"use client";

import type { Permission } from "@plumbline/access/permissions";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

/** The project of the page and what the reader may do in it; `can` says no until that is known. */
export function useProject(projectId: string) {
  const trpc = useTRPC();
  const query = useQuery(trpc.project.get.queryOptions({ projectId }));
  const can = (permission: Permission) => query.data?.permissions.includes(permission) ?? false;
  return { query, project: query.data ?? null, can };
}
