export { type ApiKeyActor, type ApiKeyCredentials, authenticateApiKey } from "./authenticate-api-key.ts";
export { type CreatedApiKey, createApiKey } from "./create.ts";
export { createPublicApiKey } from "./create-public.ts";
export { type ListedApiKey, listApiKeys } from "./list.ts";
export { renameApiKey } from "./rename.ts";
export { revokeApiKey } from "./revoke.ts";
export { type RotatedApiKey, rotateApiKey, rotationOverlapsSeconds } from "./rotate.ts";
export type { ApiKeyItem } from "./to-api-key-item.ts";
