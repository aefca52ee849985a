export { isStoredId, isStoredText } from "./is-stored-id.ts";
export { requireOrganizationPermission } from "./require-organization-permission.ts";
export { type ProjectAccess, requireProjectPermission } from "./require-project-permission.ts";
export { requireUser } from "./require-user.ts";
