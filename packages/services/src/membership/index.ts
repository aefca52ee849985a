export { changeRole } from "./change-role.ts";
export { leaveOrganization } from "./leave.ts";
export { listMembers, type MemberItem } from "./list.ts";
export { removeMember } from "./remove.ts";
export { setProjectRole } from "./set-project-role.ts";
