export { type ApiKeyActor, type ApiKeyCredentials, authenticateApiKey } from "./authenticate-api-key.ts";
export { type CreatedApiKey, createApiKey } from "./create.ts";
export { listApiKeys } from "./list.ts";
export { revokeApiKey } from "./revoke.ts";
export type { ApiKeyItem } from "./to-api-key-item.ts";
