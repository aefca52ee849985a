import type { Scope } from "@plumbline/access/scopes";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";
import { isStoredId } from "./is-stored-id.ts";
import { roleHoldsScope } from "./role-holds-scope.ts";

/** Like requireProjectScope, one level up. Keys belong to a project, so no organisation exists for them. */
export async function requireOrganizationScope(
  { actor, db }: Pick<ServiceContext, "actor" | "db">,
  organizationId: string,
  scope: Scope,
): Promise<void> {
  if (actor.type === "api-key" || !isStoredId(organizationId)) throw new PlumblineError("not_found");
  const organization = await db.organization.findUnique({
    where: { id: organizationId },
    select: {
      memberships: { where: { userId: actor.type === "user" ? actor.userId : "" }, select: { role: true } },
    },
  });
  if (organization === null) throw new PlumblineError("not_found");
  if (actor.type === "system") return;
  const [membership] = organization.memberships;
  if (membership === undefined) throw new PlumblineError("not_found");
  if (!roleHoldsScope(membership.role, scope)) {
    throw new PlumblineError("forbidden", {
      message: `These credentials lack the scope "${scope}".`,
      details: { scope },
    });
  }
}
