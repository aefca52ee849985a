export { type AcceptedInvitation, acceptInvitation } from "./accept.ts";
export { type CreatedInvitation, createInvitation } from "./create.ts";
export type { InvitationStatus } from "./find-open.ts";
export { listInvitations, type PendingInvitation } from "./list.ts";
export { type OpenedInvitation, openInvitation } from "./open.ts";
export { revokeInvitation } from "./revoke.ts";
