export { applyPasswordReset } from "./apply.ts";
export { createResetLink } from "./create-link.ts";
export { openPasswordReset } from "./open.ts";
export { type RequestResetDeps, requestPasswordReset } from "./request.ts";
