export { getProject, type ProjectItem } from "./get.ts";
export { listProjectsForActor } from "./list-for-actor.ts";
export { transferProject } from "./transfer.ts";
