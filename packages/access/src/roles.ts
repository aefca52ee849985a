/** From most to least powerful. A project role overrides the one of the organisation. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

export function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

/** Nobody hands out more than they have. */
export function mayGrantRole(granter: Role, granted: Role): boolean {
  return roles.indexOf(granter) <= roles.indexOf(granted) && granter !== "viewer" && granter !== "member";
}
