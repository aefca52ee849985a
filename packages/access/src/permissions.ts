import type { Role } from "./roles.ts";
import type { Scope } from "./scopes.ts";

/** entity:verb, the one vocabulary that verbs ask in, whether a person or a key stands at the door. */
export const permissions = [
  "traces:read",
  "traces:ingest",
  "traces:delete",
  "traces:share",
  "traces:bookmark",
  "comments:write",
  "reviews:write",
  "views:write",
  "scores:read",
  "scores:write",
  "prompts:read",
  "prompts:write",
  "prompts:publish",
  "datasets:read",
  "datasets:write",
  "gateway:call",
  "gateway:read",
  "gateway:write",
  "rejected-events:read",
  "targets:update",
  "prices:update",
  "project:read",
  "project:update",
  "project:delete",
  "retention:update",
  "api-keys:read",
  "api-keys:manage",
  "members:read",
  "members:manage",
  "audit:read",
  "organisation:read",
  "organisation:update",
  "organisation:delete",
  "projects:create",
] as const;
export type Permission = (typeof permissions)[number];

/** Changes nothing. */
const viewer: readonly Permission[] = [
  "traces:read",
  "scores:read",
  "prompts:read",
  "datasets:read",
  "gateway:read",
  "rejected-events:read",
  "project:read",
  "members:read",
  "organisation:read",
];

const member: readonly Permission[] = [
  ...viewer,
  "traces:ingest",
  "traces:bookmark",
  "comments:write",
  "reviews:write",
  "views:write",
  "scores:write",
  "prompts:write",
  "datasets:write",
  "gateway:call",
];

/** Everything but what ends a project or an organisation. */
const admin: readonly Permission[] = [
  ...member,
  "traces:delete",
  "traces:share",
  "prompts:publish",
  "targets:update",
  "prices:update",
  "gateway:write",
  "project:update",
  "retention:update",
  "api-keys:read",
  "api-keys:manage",
  "members:manage",
  "audit:read",
  "organisation:update",
  "projects:create",
];

export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin,
  member,
  viewer,
};

/** What each scope of an API key opens. Nothing opens organisations: keys belong to a project. */
export const scopePermissions: Readonly<Record<Scope, readonly Permission[]>> = {
  ingest: ["traces:ingest", "scores:write", "datasets:write", "comments:write"],
  read: [
    "traces:read",
    "scores:read",
    "prompts:read",
    "datasets:read",
    "rejected-events:read",
    "project:read",
  ],
  prompts: ["prompts:read", "prompts:write"],
  scores: ["scores:read", "scores:write"],
  gateway: ["gateway:call"],
  admin: [
    "project:read",
    "project:update",
    "retention:update",
    "api-keys:read",
    "api-keys:manage",
    "prompts:publish",
    "traces:delete",
    "targets:update",
    "prices:update",
    "members:read",
    "audit:read",
  ],
};
