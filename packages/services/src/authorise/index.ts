export { isStoredId } from "./is-stored-id.ts";
export { requireOrganizationScope } from "./require-organization-scope.ts";
export { type ProjectAccess, requireProjectScope } from "./require-project-scope.ts";
export { roleHoldsScope } from "./role-holds-scope.ts";
