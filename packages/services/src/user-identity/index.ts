export { connectIdentity } from "./connect.ts";
export { disconnectIdentity } from "./disconnect.ts";
export { findByIdentity } from "./find-by-identity.ts";
export { type ProviderProfile, type ProviderSignIn, signInWithProvider } from "./sign-in-with-provider.ts";
