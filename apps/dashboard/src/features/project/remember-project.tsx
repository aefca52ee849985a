"use client";

import { useEffect } from "react";
import { rememberProject } from "./last-project.ts";

/** Stands in the frame of every project page. */
export function RememberProject({ projectId }: { projectId: string }) {
  useEffect(() => rememberProject(projectId), [projectId]);
  return null;
}
