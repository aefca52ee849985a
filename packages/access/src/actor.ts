import type { Scope } from "./scopes.ts";

/** Who asks. A user's role depends on the project and comes from the database, so it is not in here. */
export type Actor =
  | { type: "user"; userId: string }
  | { type: "api-key"; keyId: string; projectId: string; scopes: readonly Scope[] }
  | { type: "system"; name: string };
