import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { hasTraces } from "@plumbline/services/home";
import { getOrganization, type OrganizationDetail } from "@plumbline/services/organization";
import {
  type DeletedProject,
  getProject,
  listDeletedProjects,
  listProjectHomes,
  listProjectsForActor,
  type ProjectHome,
  type ProjectItem,
} from "@plumbline/services/project";
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

/** The organisations of whoever looks, and in which of them they may make a project. */
export async function listOwnProjectHomes(): Promise<ProjectHome[]> {
  const user = await requireUser();
  return listProjectHomes(contextOf(user.id));
}

/** A project that the reader deleted and can still bring back; null for anybody else and afterwards. */
export async function findDeletedProject(where: {
  organizationId: string;
  projectId: string;
}): Promise<DeletedProject | null> {
  const user = await requireUser();
  try {
    const deleted = await listDeletedProjects(contextOf(user.id), where);
    return deleted.find(({ id }) => id === where.projectId) ?? null;
  } catch (error) {
    if (PlumblineError.isInstance(error) && error.status < 500) return null;
    throw error;
  }
}

/** Home; before the first trace the page that says how to send one. */
export async function landingPage(projectId: string): Promise<"home" | "traces"> {
  await requireProject(projectId);
  const user = await requireUser();
  const services = contextOf(user.id);
  try {
    return (await hasTraces(services, { projectId })) ? "home" : "traces";
  } catch (error) {
    services.logger.warn({ err: error }, "landing page without knowing whether there are traces");
    return "traces";
  }
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
