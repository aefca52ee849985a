/** From most to least powerful. A project role overrides the one of the organisation. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];
