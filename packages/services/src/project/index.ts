export { createProject } from "./create.ts";
export { type DeletedProject, deleteProject } from "./delete.ts";
export { getProject, type ProjectItem } from "./get.ts";
export { listDeletedProjects } from "./list-deleted.ts";
export { listProjectsForActor } from "./list-for-actor.ts";
export { listProjectHomes, type ProjectHome } from "./list-homes.ts";
export { renameProject } from "./rename.ts";
export { restoreProject } from "./restore.ts";
export { setProjectRetention } from "./set-retention.ts";
