import { isAtLeast, type Role, roles } from "@plumbline/access/roles";

const meanings: Record<Role, string> = {
  owner: "everything, also deleting the organisation",
  admin: "everything but deleting the organisation",
  member: "works with traces, prompts and scores",
  viewer: "looks, changes nothing",
};

/** What somebody with `role` may give, strongest first. */
export function roleOptions(role: Role): { value: Role; label: string }[] {
  return roles
    .filter((candidate) => isAtLeast(role, candidate))
    .map((value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)} – ${meanings[value]}` }));
}

export function shortRoleOptions(role: Role): { value: Role; label: string }[] {
  return roles.map((value) => ({ value, label: value, disabled: !isAtLeast(role, value) }));
}

export function toRole(value: string): Role | null {
  return roles.find((role) => role === value) ?? null;
}
