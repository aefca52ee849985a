export { createOrganization } from "./create.ts";
export { deleteOrganization } from "./delete.ts";
export { getOrganization, type OrganizationDetail } from "./get.ts";
export { listOrganizations, type OrganizationItem } from "./list.ts";
export { renameOrganization } from "./rename.ts";
