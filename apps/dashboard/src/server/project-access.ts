import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { hasTraces } from "@plumbline/services/home";
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
