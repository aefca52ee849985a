/** From most to least powerful. A project role overrides the one of the organisation. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` holds everything that `other` does: nobody grants, or rules, more than that. */
export function isAtLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(other);
}
