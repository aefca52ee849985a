import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { getOrganization, type OrganizationDetail } from "@plumbline/services/organization";
import { getProject, listProjectsForActor, type ProjectItem } from "@plumbline/services/project";
import { notFound } from "next/navigation";
import { cache } from "react";
import { serviceContext } from "./deps.ts";
import { requireUser } from "./session.ts";

const contextOf = cache((userId: string) => serviceContext(userId, randomUUID()));

/** The project of a page, or its not-found page; strangers are sent to sign in first. */
export async function requireProject(projectId: string): Promise<ProjectItem> {
  const user = await requireUser();
  try {
    return await getProject(contextOf(user.id), { projectId });
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "not_found") notFound();
    throw error;
  }
}

export async function listOwnProjects(): Promise<ProjectItem[]> {
  const user = await requireUser();
  return listProjectsForActor(contextOf(user.id));
}

/** The organisation of a page, or its not-found page; strangers are sent to sign in first. */
export async function requireOrganization(organizationId: string): Promise<OrganizationDetail> {
  const user = await requireUser();
  try {
    return await getOrganization(contextOf(user.id), { organizationId });
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.code === "not_found") notFound();
    throw error;
  }
}
